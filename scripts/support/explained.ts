/** A failure whose message is all that the person at the terminal needs to read. */
export class Explained extends Error {
  override readonly name = "Explained";
}

/** Runs a script: an explained failure is printed as its sentence, any other with its stack. */
export async function main(script: () => Promise<void>): Promise<void> {
  try {
    await script();
  } catch (error) {
    console.error(error instanceof Explained ? error.message : error);
    process.exitCode = 1;
  }
}
