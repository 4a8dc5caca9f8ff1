import type { TuningEpoch } from "@cosmic/contract";
import styles from "../parts/chart.module.css";
import { number } from "../parts/format.tsx";
import { scaleOver } from "../parts/scale.ts";
import { Table } from "../parts/table.tsx";

const [WIDTH, HEIGHT, LEFT, BOTTOM, EDGE] = [640, 240, 56, 28, 8];

/** The loss by epoch: of held-out pairs as a line, of the training as a broken one. */
export function LossCurve({ epochs, best }: { epochs: TuningEpoch[]; best: number | null }) {
  const losses = epochs.flatMap(({ training_loss, validation_loss }) =>
    training_loss === null ? [validation_loss] : [validation_loss, training_loss],
  );
  const x = scaleOver(
    epochs.map(({ epoch }) => epoch),
    [LEFT, WIDTH - EDGE],
  );
  const y = scaleOver(losses, [HEIGHT - BOTTOM, EDGE]);
  const line = (of: (epoch: TuningEpoch) => number | null) =>
    epochs
      .flatMap((it) => {
        const loss = of(it);
        return loss === null ? [] : [`${x(it.epoch)},${y(loss)}`];
      })
      .join(" ");
  const first = epochs[0]?.validation_loss ?? 0;
  const last = epochs.at(-1)?.validation_loss ?? 0;
  const words = `Loss of held-out pairs over ${epochs.length} epochs, from ${number(first)} to ${number(last)}.`;
  return (
    <>
      <h2>Loss</h2>
      <figure className={styles.figure}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={styles.large} role="img" aria-label={words}>
          <line
            x1={LEFT}
            x2={WIDTH - EDGE}
            y1={HEIGHT - BOTTOM}
            y2={HEIGHT - BOTTOM}
            className={styles.axis}
          />
          <text x={0} y={EDGE + 8} className={styles.label}>
            {number(y.high)}
          </text>
          <text x={0} y={HEIGHT - BOTTOM} className={styles.label}>
            {number(y.low)}
          </text>
          <text x={LEFT} y={HEIGHT - 8} className={styles.label}>
            {`epoch ${x.low}`}
          </text>
          <text x={WIDTH - EDGE} y={HEIGHT - 8} textAnchor="end" className={styles.label}>
            {`epoch ${x.high}`}
          </text>
          {best !== null && (
            <line x1={x(best)} x2={x(best)} y1={EDGE} y2={HEIGHT - BOTTOM} className={styles.axis} />
          )}
          <polyline points={line(({ validation_loss }) => validation_loss)} className={styles.line} />
          <polyline
            points={line(({ training_loss }) => training_loss)}
            className={styles.line}
            data-other="true"
          />
        </svg>
        <figcaption>
          Line: held-out pairs. Broken line: training.
          {best === null ? "" : ` The adapter is from epoch ${best}, which is marked.`}
        </figcaption>
      </figure>
      <details>
        <summary>All epochs</summary>
        <Table
          caption="Loss by epoch"
          keyOf={({ epoch }) => String(epoch)}
          rows={epochs}
          columns={[
            { header: "Epoch", cell: ({ epoch }) => epoch },
            {
              header: "Training",
              numeric: true,
              cell: ({ training_loss }) => (training_loss === null ? "–" : number(training_loss)),
            },
            { header: "Held out", numeric: true, cell: ({ validation_loss }) => number(validation_loss) },
          ]}
        />
      </details>
    </>
  );
}
