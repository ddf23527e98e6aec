/** A file's bytes as a server gives them. */
export interface Piece {
  /** The byte of the file that the body begins with: 0 from a server that knows no ranges. */
  from: number;
  body: AsyncIterable<Uint8Array>;
}

export interface ResumeOptions {
  /** Asks for the file from this byte on. */
  connect: (offset: number) => Promise<Piece>;
  /** Waits before it is asked again; given how often in a row it broke without a new byte. */
  pause: (fruitless: number) => Promise<void>;
  /** How often in a row it may break without a new byte. */
  tries: number;
  signal: AbortSignal;
}

/**
 * The bytes of a file, each once and in order, over as many connections as it takes.
 * @throws what the last connection broke with; the signal's reason
 */
export async function* resumable(first: Piece, options: ResumeOptions): AsyncGenerator<Uint8Array> {
  const { connect, pause, tries, signal } = options;
  let piece = first;
  let got = 0;
  for (let fruitless = 0; ; ) {
    const before = got;
    let at = piece.from;
    try {
      for await (const chunk of piece.body) {
        // A server that knows no ranges begins anew: what is here already is passed over.
        const news = chunk.subarray(Math.max(0, got - at));
        at += chunk.length;
        got = Math.max(got, at);
        if (news.length > 0) yield news;
      }
      return;
    } catch (error) {
      signal.throwIfAborted();
      fruitless = got > before ? 0 : fruitless + 1;
      if (fruitless >= tries) throw error;
    }
    await pause(fruitless);
    piece = await connect(got);
  }
}
