import { Link } from "wouter";
import { Dialog } from "./dialog.tsx";
import styles from "./help-dialog.module.css";
import { useShortcutsOn } from "./shortcuts.ts";

const KEYS: [keys: string[], meaning: string][] = [
  [["/"], "Search"],
  [["n"], "New entry"],
  [["g", "j"], "Go to the journal"],
  [["g", "s"], "Go to search"],
  [["g", "p"], "Go to patterns"],
  [["e"], "Edit the open entry"],
  [["↓"], "From the search field to the first result, and on to the next"],
  [["Esc"], "Back: from editing to reading, from a filled search field to an empty one, out of a dialog"],
  [["←", "→", "↑", "↓"], "On the map: from entry to entry; with Shift the map moves"],
  [["+", "−", "0"], "On the map: nearer, farther, all of it"],
  [["Space"], "On the map: selects the entry, or no longer"],
  [["?"], "This help"],
];

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [on] = useShortcutsOn();
  return (
    <Dialog title="Keyboard" open={open} onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>
        {on ? "Single keys can be turned off" : "Single keys are turned off"} in the{" "}
        <Link href="/settings" onClick={onClose}>
          settings
        </Link>
        .
      </p>
    </Dialog>
  );
}
