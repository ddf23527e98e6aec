import { request } from 'undici';
import { z } from 'zod';

/** A language model behind an OpenAI-compatible address: Ollama, llama.cpp, vLLM or a hosted one. */
export interface ModelSettings {
  /** Up to and including the version, such as `http://localhost:11434/v1`. */
  url: string;
  model: string;
  key?: string;
  /** For all that one message of the user needs, in ms. */
  limitMs?: number;
}

export interface ToolCall {
  id: string;
  name: string;
  /** As the model wrote them: perhaps no JSON. */
  json: string;
}

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string | null; tool_calls?: unknown[] }
  | { role: 'tool'; tool_call_id: string; content: string };

/** The endpoint gave no usable answer. The message names neither its key nor what was said. */
class ModelError extends Error {
  override readonly name = 'ModelError';
}

const MAX_ANSWER_BYTES = 1_000_000;
const MAX_ANSWER_TOKENS = 1500;
const MAX_CALLS = 30;

const answer = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().max(200).nullish(),
                // Some servers send the arguments as an object.
                function: z.object({
                  name: z.string().max(200),
                  arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
                }),
              }),
            )
            .max(MAX_CALLS)
            .nullish(),
        }),
      }),
    )
    .min(1),
});

/**
 * Asks the model for its next tool calls; none means that it has nothing more to do. What it says in words is not used.
 * @throws ModelError; the signal's reason when aborted
 */
export async function nextToolCalls(
  { url, model, key }: ModelSettings,
  messages: ChatMessage[],
  tools: unknown[],
  signal: AbortSignal,
): Promise<ToolCall[]> {
  const endpoint = `${url.endsWith('/') ? url.slice(0, -1) : url}/chat/completions`;
  const body = { model, messages, tools, tool_choice: 'auto', temperature: 0, max_tokens: MAX_ANSWER_TOKENS };
  let text: string;
  try {
    const response = await request(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      signal,
      // The signal's deadline covers both; a slow machine may think for long before its first byte.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    text = await readBounded(response.body);
    if (response.statusCode !== 200) throw new ModelError(`the model's address answered ${response.statusCode}`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelError) throw error;
    throw new ModelError("the model's address cannot be reached", { cause: error });
  }
  return readAnswer(text);
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new ModelError("the model's answer is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readAnswer(text: string): ToolCall[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ModelError("the model's answer is no JSON");
  }
  const parsed = answer.safeParse(json);
  if (!parsed.success) throw new ModelError("the model's answer is none of a chat completion");
  const calls = parsed.data.choices[0]?.message.tool_calls ?? [];
  return calls.map(({ id, function: { name, arguments: args } }, index) => ({
    id: id ?? `call_${index}`,
    name,
    json: typeof args === 'string' ? args : JSON.stringify(args ?? {}),
  }));
}
