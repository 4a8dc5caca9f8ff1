import { number } from "./format.tsx";
import styles from "./table.module.css";

interface RunFilesProps {
  files: readonly { name: string; bytes: number; url: string }[];
}

/** What a run left behind, to be taken along. */
export function RunFiles({ files }: RunFilesProps) {
  if (files.length === 0) return null;
  return (
    <>
      <h2>Files</h2>
      <ul className={styles.files}>
        {files.map(({ name, bytes, url }) => (
          <li key={name}>
            <a href={url} download>
              {name}
            </a>{" "}
            ({number(Math.ceil(bytes / 1000))} kB)
          </li>
        ))}
      </ul>
    </>
  );
}
