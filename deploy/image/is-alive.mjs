// What HEALTHCHECK runs: ends with 0 if the service in this container answers.
const port = process.env.PORT || 8000;
const response = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(8_000) }).catch(
  () => {},
);
process.exitCode = response?.ok ? 0 : 1;
