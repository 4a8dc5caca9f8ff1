import helmet from "helmet";

/**
 * What a page of this origin may load and do: only what comes from here. Style attributes are allowed, because the
 * components of the web app place themselves with them; scripts are not.
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'", "'unsafe-inline'"],
      "img-src": ["'self'", "data:", "blob:"],
      "font-src": ["'self'"],
      "connect-src": ["'self'"],
      "manifest-src": ["'self'"],
      "worker-src": ["'self'"],
      "form-action": ["'self'"],
      "base-uri": ["'none'"],
      "frame-ancestors": ["'none'"],
    },
  },
  referrerPolicy: { policy: "same-origin" },
  // Only sent over HTTPS does it mean anything; who ends TLS in front of this decides about it.
  strictTransportSecurity: false,
});
