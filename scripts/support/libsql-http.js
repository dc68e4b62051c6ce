// @libsql/client/web without WebSockets: the desk speaks HTTP only.
import { expandConfig } from "../../node_modules/@libsql/core/lib-esm/config.js";
import { _createClient } from "../../node_modules/@libsql/client/lib-esm/http.js";
export * from "../../node_modules/@libsql/core/lib-esm/api.js";

export function createClient(config) {
  return _createClient(expandConfig(config, true));
}
