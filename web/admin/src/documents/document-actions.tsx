import { command } from "../../../src/api/request.ts";
import { Act } from "../parts/act.tsx";

export function Reindex({ id }: { id: string }) {
  return (
    <Act
      label="Re-index"
      to={id}
      act={() => command(`/v1/documents/${id}/reindex/`, { method: "POST" })}
      said={`Document ${id} will be embedded again.`}
    />
  );
}

export function DeleteDocument({ id, onDeleted }: { id: string; onDeleted?: () => void }) {
  return (
    <Act
      label="Delete"
      to={id}
      danger
      act={async () => {
        await command(`/v1/documents/${id}/`, { method: "DELETE" });
        onDeleted?.();
      }}
      said={`Document ${id} was deleted.`}
      ask={{
        title: "Delete this document?",
        body: (
          <p>
            The document goes with all that was made of it, for good. A journal that still has its entry may
            bring it back.
          </p>
        ),
      }}
    />
  );
}
