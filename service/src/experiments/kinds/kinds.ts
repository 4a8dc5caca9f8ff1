import type { ExperimentKind } from "@cosmic/contract";
import { clustering } from "./clustering.ts";
import type { Kind } from "./kind.ts";
import { retrieval } from "./retrieval.ts";
import { similarity } from "./similarity.ts";
import { throughput } from "./throughput.ts";

export const KINDS: Record<ExperimentKind, Kind> = { retrieval, similarity, clustering, throughput };
