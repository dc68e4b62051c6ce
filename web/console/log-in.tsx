import { useState } from "preact/hooks";
import { ask, desk, Refusal } from "./api.ts";
import { Failure, Field, Notice } from "./parts/ui.tsx";
import { useAction, useLoaded } from "./parts/use-loaded.ts";
import { beginSession, endReason, forgetSession } from "./session.ts";

export function LogIn() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const { isBusy, error, run } = useAction();
  const demo = useLoaded(loadDemoLogin, []).data;
  const reason = endReason();

  function submit(event: Event): void {
    event.preventDefault();
    void run(() => logIn(username, password));
  }

  return (
    <main class="log-in">
      <form onSubmit={submit}>
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>Edgedesk console</h1>
        <p class="quiet">For the staff of the desk.</p>
        {reason !== null && error === null && <Notice>{reason}</Notice>}
        <Failure error={error} />
        <Field label="Username or e-mail">
          {(ids) => (
            <input
              {...ids}
              value={username}
              onInput={(event) => setUsername(event.currentTarget.value)}
              autocomplete="username"
              autocapitalize="none"
              required
            />
          )}
        </Field>
        <Field label="Password">
          {(ids) => (
            <input
              {...ids}
              type="password"
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
              autocomplete="current-password"
              required
            />
          )}
        </Field>
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? "Logging in…" : "Log in"}
        </button>
        {demo && (
          <button
            type="button"
            disabled={isBusy}
            onClick={() => void run(() => logIn(demo.username, demo.password))}
          >
            Log in as the demo's {demo.username}
          </button>
        )}
      </form>
    </main>
  );
}

/** On a laptop with the demo loaded, nobody has to type the demo's password; elsewhere the file says null. */
async function loadDemoLogin(): Promise<{ username: string; password: string } | null> {
  const answer = await fetch("/demo/demo-login.json");
  return answer.ok ? answer.json() : null;
}

async function logIn(username: string, password: string): Promise<void> {
  const found = await ask(desk.api.auth.login.$post({ json: { username, password } }));
  const { access_token: token, user_id: userId, expires_in } = found;
  const begun = { token, userId, username: found.username, until: Date.now() + expires_in * 1000 };
  if (found.role === "admin") return beginSession(begun);
  await desk.api.auth.logout.$post({}, { headers: { Authorization: `Bearer ${token}` } });
  throw new Refusal(
    "The console is for staff; this account is a customer's.",
    "forbidden",
    403,
    null,
  );
}

/** Ends the session, at the desk and here. If the desk cannot be told, the token is still forgotten. */
export async function logOut(): Promise<void> {
  try {
    await ask(desk.api.auth.logout.$post());
    forgetSession();
  } catch {
    forgetSession("You are logged out here, but the desk could not be told.");
  }
}
