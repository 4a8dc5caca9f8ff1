import type { Db } from "../../db/open.ts";
import type { Encryption } from "../../encryption/encryption.ts";
import type { FoundThemes } from "../themes.ts";

/** With labels and terms as they are kept: they are words of the user. */
export async function sealThemes(
  encryption: Encryption,
  tx: Db,
  userId: string,
  found: FoundThemes,
): Promise<FoundThemes> {
  if (!encryption.on) return found;
  const sealed = (text: string) => encryption.sealText(tx, userId, text);
  const themes: FoundThemes["themes"] = [];
  for (const theme of found.themes) {
    const terms = await encryption.sealTexts(
      tx,
      userId,
      theme.terms.map(({ text }) => text),
    );
    themes.push({
      ...theme,
      label: await sealed(theme.label),
      terms: theme.terms.map((term, i) => ({ ...term, text: terms[i] ?? "" })),
    });
  }
  const groups: FoundThemes["groups"] = [];
  for (const group of found.groups) groups.push({ ...group, label: await sealed(group.label) });
  return { ...found, themes, groups };
}
