import { setTimeout as sleep } from "node:timers/promises";
import { EventMessage } from "@cosmic/contract";
import { Compile } from "typebox/compile";
import { type EventReader, readEventsOf } from "../service/tests/flows/event-reader.ts";
