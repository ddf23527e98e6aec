import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fake model does with one question. */
export type ModelStep = (response: ServerResponse, question: ModelQuestion) => void;

export interface ModelQuestion {
  authorization: string | undefined;
  path: string | undefined;
  body: {
    model: string;
    messages: { role: string; content: string | null; tool_call_id?: string }[];
    tools: { type: string; function: { name: string; parameters: { type: string } } }[];
  };
}

type Call = [name: string, args: unknown];

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers with these tool calls; without any it has nothing more to do. */
export const calls =
  (...wanted: Call[]): ModelStep =>
  (response) =>
    json(response, {
      id: 'chatcmpl-1',
      choices: [
        {
          index: 0,
          finish_reason: wanted.length > 0 ? 'tool_calls' : 'stop',
          message: {
            role: 'assistant',
            content: wanted.length > 0 ? null : 'All done! Your video is now perfect.',
            tool_calls: wanted.map(([name, args], i) => ({
              id: `call_${i}`,
              type: 'function',
              function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
            })),
          },
        },
      ],
    });

export const status =
  (code: number): ModelStep =>
  (response) =>
    json(response, { error: { message: 'model not found' } }, code);

export const raw =
  (text: string): ModelStep =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(text);

/** Never answers. */
export const silent: ModelStep = () => {};

/** An OpenAI-compatible endpoint that does what it is told to, step by step; the last step again and again. */
export class FakeModel {
  readonly questions: ModelQuestion[] = [];
  script: ModelStep[] = [calls()];
  url = '';
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next messages get these steps. */
  does(...script: ModelStep[]): void {
    this.script = script;
    this.questions.length = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const part of request) text += String(part);
    const question = {
      authorization: request.headers.authorization,
      path: request.url,
      body: JSON.parse(text) as ModelQuestion['body'],
    };
    const step = this.script[Math.min(this.questions.length, this.script.length - 1)];
    this.questions.push(question);
    step?.(response, question);
  }
}
