import { createTheme, defaultVariantColorsResolver } from "@mantine/core";

/**
 * The colours are variables of tokens.css, which change with the scheme; this only says which of them a variant of a
 * button takes. Mantine's own variables are in tokens.css too, since a style element would break the content security policy.
 */
export const theme = createTheme({
  cursorType: "pointer",
  respectReducedMotion: true,
  // Most fields must be filled in; those that need not say so.
  components: { InputWrapper: { defaultProps: { withAsterisk: false } } },
  variantColorResolver: (input) => COLOURS[input.variant] ?? defaultVariantColorsResolver(input),
});

const COLOURS: Partial<Record<string, ReturnType<typeof defaultVariantColorsResolver>>> = {
  filled: {
    background: "var(--accent)",
    hover: "var(--accent-strong)",
    color: "var(--on-accent)",
    border: "1px solid transparent",
  },
  default: {
    background: "transparent",
    hover: "var(--sunken)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
  },
  subtle: {
    background: "transparent",
    hover: "var(--accent-soft)",
    color: "var(--accent)",
    border: "1px solid transparent",
  },
  danger: {
    background: "transparent",
    hover: "var(--danger-soft)",
    color: "var(--danger)",
    border: "1px solid var(--danger)",
  },
};
