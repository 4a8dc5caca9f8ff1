import { PageTitle } from "../shell/page-title.tsx";
import { AccountSection } from "./account-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { DataSection } from "./data-section.tsx";
import { SampleSection } from "./sample-section.tsx";
import styles from "./settings-page.module.css";

export function SettingsPage() {
  return (
    <div className={styles.page}>
      <PageTitle className={styles.title}>Settings</PageTitle>
      <AppearanceSection />
      <SampleSection />
      <AccountSection />
      <DataSection />
    </div>
  );
}
