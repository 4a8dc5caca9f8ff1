const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Qdrant takes only these for the id of a point, and lists points in their order. */
export function isDocumentId(id: string): boolean {
  return UUID.test(id);
}
