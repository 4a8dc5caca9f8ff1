/** Whether a host, as it stands in a setting, in a URL or as the address of a socket, is this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || /^(\[?::1\]?|(::ffff:)?127(\.\d{1,3}){3})$/.test(host);
}
