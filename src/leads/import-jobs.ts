import type { Cost } from "../cost.ts";
import type { ImportJob } from "./import-job.ts";
import type { ImportPart } from "./import-parts.ts";

/** The objects that go on with long imports, one for each. */
export type ImportJobs = {
  start(id: string, parts: ImportPart[]): Promise<void>;
  events(id: string): Promise<ReadableStream<Uint8Array>>;
};

export function openImportJobs(objects: DurableObjectNamespace<ImportJob>, cost: Cost): ImportJobs {
  return {
    async start(id, parts) {
      cost.objectCalls += 1;
      await objects.getByName(id).start(id, parts);
    },
    async events(id) {
      cost.objectCalls += 1;
      return objects.getByName(id).events();
    },
  };
}
