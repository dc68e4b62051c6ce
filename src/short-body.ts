/** An answer of somebody else's; reading it fails as soon as it has more bytes than `most`, and no more is read. */
export function shortened(response: Response, most: number): Response {
  if (!response.body) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > most) controller.error(new Error(`The answer has more than ${most} bytes.`));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), response);
}
