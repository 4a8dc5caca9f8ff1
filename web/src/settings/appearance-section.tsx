import { useMantineColorScheme } from "@mantine/core";
import { Choice } from "../shell/choice.tsx";
import { useShortcutsOn } from "../shell/shortcuts.ts";
import { Section } from "./section.tsx";
import styles from "./settings-page.module.css";

const SCHEMES = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "As the system" },
] as const;

export function AppearanceSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [shortcuts, turnShortcuts] = useShortcutsOn();
  return (
    <Section title="Appearance">
      <Choice label="Colours" options={SCHEMES} value={colorScheme} onChange={setColorScheme} />
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => turnShortcuts(event.currentTarget.checked)}
        />
        <span>
          Single keys do things, such as <kbd>n</kbd> for a new entry
        </span>
      </label>
    </Section>
  );
}
