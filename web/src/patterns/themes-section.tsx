import { Section } from "./section.tsx";

/** The place of themes. */
export function ThemesSection() {
  return (
    <Section title="Themes">
      <p>What keeps coming back in the journal will be gathered here.</p>
    </Section>
  );
}
