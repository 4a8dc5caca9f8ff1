import type { ModelIndex } from "@cosmic/contract";
import { Act } from "../parts/act.tsx";
import { Moment, number } from "../parts/format.tsx";
import { State } from "../parts/state.tsx";
import styles from "../parts/table.module.css";
import { Table } from "../parts/table.tsx";
import { order } from "./order.ts";

export function IndexTable({ indexes }: { indexes: ModelIndex[] }) {
  return (
    <Table
      caption="Indexes"
      keyOf={({ id }) => id}
      rows={indexes}
      columns={[
        { header: "Index", cell: ({ id }) => id },
        { header: "Model", cell: modelOf },
        { header: "State", cell: stateOf },
        { header: "Dimensions", numeric: true, cell: ({ dimension }) => dimension },
        { header: "Passage tokens", numeric: true, cell: ({ passage_tokens }) => passage_tokens },
        { header: "Made", cell: ({ created_at }) => <Moment at={created_at} /> },
        { header: "Activated", cell: ({ activated_at }) => <Moment at={activated_at} /> },
        { header: "Actions", cell: (index) => <IndexActions index={index} /> },
      ]}
    />
  );
}

const modelOf = ({ model, tuning_id }: ModelIndex) =>
  tuning_id === null ? model : `${model}, queries through the adapter ${tuning_id}`;

function stateOf({ state, progress, error, activate_when_ready }: ModelIndex) {
  return (
    <>
      <State value={state} />
      {progress && <div>{`${number(progress.done)} of ${number(progress.total)} documents`}</div>}
      {activate_when_ready && state === "building" && <div>becomes active when ready</div>}
      {error && <div>{error}</div>}
    </>
  );
}

function IndexActions({ index: { id, state, model } }: { index: ModelIndex }) {
  const path = `/v1/models/indexes/${id}`;
  if (state === "active" || state === "dropped") return "–";
  return (
    <div className={styles.actions}>
      {state === "ready" && (
        <Act
          label="Activate"
          to={id}
          act={order(`${path}/activate/`)}
          said={`${id} answers searches now.`}
          ask={{
            title: "Activate this index?",
            body: (
              <p>
                Searches are answered by {model} from now on. The index of before stays, so that this can be
                taken back.
              </p>
            ),
          }}
        />
      )}
      {state === "building" && (
        <Act label="Pause" to={id} act={order(`${path}/pause/`)} said={`Nobody is at ${id} now.`} />
      )}
      {(state === "paused" || state === "failed") && (
        <Act label="Resume" to={id} act={order(`${path}/resume/`)} said={`The building of ${id} goes on.`} />
      )}
      <Act
        label="Drop"
        to={id}
        danger
        act={order(`${path}/`, "DELETE")}
        said={`${id} was dropped.`}
        ask={{ title: "Drop this index?", body: <p>Its vectors go for good. The documents stay.</p> }}
      />
    </div>
  );
}
