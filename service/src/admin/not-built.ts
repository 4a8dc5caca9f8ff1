/** Stands in place of the admin app where it was not built. */
export const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Admin · Cosmic Insights</title></head>
  <body>
    <h1>The admin app is not built yet</h1>
    <p>Run <code>npm run build -w web</code> in the root of the checkout, then load this page again.</p>
    <p>The API works without it: <a href="/docs/">/docs/</a>.</p>
  </body>
</html>
`;
