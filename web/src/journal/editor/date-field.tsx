import { TextInput } from "@mantine/core";

interface DateFieldProps {
  /** RFC 3339 */
  value: string;
  onChange: (value: string) => void;
}

/** The browser's own field: every system has one that its users know. */
export function DateField({ value, onChange }: DateFieldProps) {
  return (
    <TextInput
      label="Date"
      type="datetime-local"
      value={toLocal(new Date(value))}
      onChange={(event) => {
        const moment = new Date(event.currentTarget.value);
        // A field that is being typed into, or was emptied, names no moment.
        if (!Number.isNaN(moment.getTime())) onChange(moment.toISOString());
      }}
      required
      withAsterisk={false}
    />
  );
}

function toLocal(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
