import type { FunctionComponent } from "preact";
import { Shown } from "./ui.tsx";
import { useLoaded } from "./use-loaded.ts";

/** A view whose script is only loaded when it is first opened. */
export function lazily(load: () => Promise<FunctionComponent>): FunctionComponent {
  return function Lazily() {
    const view = useLoaded(async () => ({ View: await load() }), []);
    return <Shown loaded={view}>{({ View }) => <View />}</Shown>;
  };
}
