# Sourced by .ci/run: says which advisories are known of what is shipped, and fails for critical ones. Not every registry
# can say.

audit_dependencies() {
  { npm audit --omit=dev --json 2>/dev/null || true; } | node -e '
    let text = "";
    process.stdin.on("data", (part) => (text += part)).on("end", () => {
      let found;
      try { found = JSON.parse(text).metadata?.vulnerabilities; } catch {}
      if (!found) return console.log("Dependencies were not audited: the registry knows no advisories.");
      console.log(`Advisories: ${found.critical} critical, ${found.high} high, ${found.moderate} moderate, ${found.low} low.`);
      process.exitCode = found.critical > 0 ? 1 : 0;
    });'
}
