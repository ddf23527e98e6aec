/** Events of Google's ADK as its server frames them, to script a prompt's stream with. */

type Json = Record<string, unknown>;

let count = 0;

function event(fields: Json): Json {
  count += 1;
  const actions = { stateDelta: {}, artifactDelta: {} };
  return { invocationId: 'e-1', author: 'video_agent', id: `event-${count}`, actions, timestamp: count, ...fields };
}

export const adk = {
  /** All of a model step's words, as one final event. */
  text: (text: string): Json => event({ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }),
  /** A piece of a model step that a later `text` repeats whole. */
  partial: (text: string): Json => event({ content: { role: 'model', parts: [{ text }] }, partial: true }),
  thought: (text: string): Json => event({ content: { role: 'model', parts: [{ text, thought: true }] } }),
  call: (id: string, name: string, args: Json = {}, text?: string): Json =>
    event({
      content: { role: 'model', parts: [...(text ? [{ text }] : []), { functionCall: { id, name, args } }] },
      finishReason: 'STOP',
    }),
  result: (id: string, name: string, response: Json = { status: 'done' }): Json =>
    event({ content: { role: 'user', parts: [{ functionResponse: { id, name, response } }] } }),
  file: (fileUri: string): Json =>
    event({ content: { role: 'model', parts: [{ fileData: { mimeType: 'video/mp4', fileUri } }] } }),
  errorCode: (errorCode: string, errorMessage: string): Json => event({ errorCode, errorMessage }),
  /** The frame of a crashed agent. */
  error: (error: string): Json => ({ error }),
};

/** What a stream may hold besides events: text that is sent as it stands. */
export const HEARTBEAT = 'data: heartbeat\n\n';
export const TYPED_HEARTBEAT = 'data: {"type":"heartbeat"}\n\n';
export const EMPTY_DATA = 'data:\n\n';
export const COMMENT = ': ping\n\n';

/** One event as the bytes on the wire; text goes through unchanged. */
export function frame(item: Json | string): string {
  return typeof item === 'string' ? item : `data: ${JSON.stringify(item)}\n\n`;
}
