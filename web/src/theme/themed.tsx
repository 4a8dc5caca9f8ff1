import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { appearance } from "./appearance.ts";
import { theme } from "./theme.ts";

/** Everything that is shown, in the theme and in the light that its reader chose. */
export function Themed({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={appearance}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
