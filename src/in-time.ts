export const late = Symbol("late");

/** What some work gives, or `late` if it takes longer; the work itself goes on. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T | typeof late> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** What some work gives; an error that names who was asked if it takes longer. */
export async function answered<T>(who: string, work: Promise<T>, milliseconds: number): Promise<T> {
  const answer = await inTime(work, milliseconds);
  if (answer === late) throw new Error(`${who} did not answer in time.`);
  return answer;
}
