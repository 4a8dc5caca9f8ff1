import { localStorageColorSchemeManager } from "@mantine/core";

/** Where light, dark or auto is kept; public/appearance.js reads the same key. */
export const appearance = localStorageColorSchemeManager({ key: "cosmic:appearance" });
