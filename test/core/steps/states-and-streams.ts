import { adk, EMPTY_DATA, HEARTBEAT, TYPED_HEARTBEAT } from '../../fakes/nemo/index.ts';

type Json = Record<string, unknown>;

/** How a state changes while a prompt runs, and what the chat reads of it where the agent says nothing. */
export interface StateChange {
  name: string;
  /** What the state endpoint answers afterwards, without the fields that stay; `origin` is Nemo's address. */
  after: (origin: string) => Json;
  reads: RegExp;
}

const TITLE = { t: [{ tt: 7, sg: [{ id: 't1', s: 0, d: 3000, m: { text: 'Hello' } }] }] };
const TITLED = /✅ Title added: “Hello” \(0-3s\)/;
const DELIVERED = /^✅ Video ready/;

export const STATE_CHANGES: StateChange[] = [
  { name: 'a title on the timeline', after: () => ({ draft: { d: 3000, ...TITLE } }), reads: TITLED },
  { name: 'a draft as JSON text', after: () => ({ draft: JSON.stringify({ d: 3000, ...TITLE }) }), reads: TITLED },
  {
    name: 'numbers beyond 2^53 in the draft',
    after: () => ({ draft: { d: 3000, id: '#5529798706024415232', ...TITLE } }),
    reads: TITLED,
  },
  {
    name: 'a clip in video_infos alone',
    after: (origin) => ({ video_infos: [{ id: 'v1', url: `${origin}/files/v1.mp4`, type: 'video' }] }),
    reads: DELIVERED,
  },
  {
    name: 'a clip in generated_media alone',
    after: (origin) => ({ generated_media: [{ video_url: `${origin}/files/g1.mp4` }] }),
    reads: DELIVERED,
  },
  {
    name: 'clips as an object by id',
    after: (origin) => ({ generated_media: { m7: { url: `${origin}/files/m7.mp4`, kind: 'video' } } }),
    reads: DELIVERED,
  },
  {
    name: 'a clip with a 19-digit numeric id, in camelCase',
    after: (origin) => ({
      video_infos: undefined,
      videoInfos: [{ videoId: '#5529798706024415232', cdnUrl: `${origin}/files/n1.mp4` }],
    }),
    reads: DELIVERED,
  },
  { name: 'nothing', after: () => ({}), reads: /^Nothing on the timeline changed/ },
];

/** A stream, and what the chat reads of it. */
export interface Stream {
  name: string;
  events: (Json | string)[];
  contentType?: string;
  cut?: boolean;
  /** The agent's words, where it says any. */
  says?: string;
}

const TOOL = [adk.call('c', 'edit_multitrack'), adk.result('c', 'edit_multitrack')];
const WORDS = 'It looks lovely now.';

export const STREAMS: Stream[] = [
  { name: 'ADK with words', events: [HEARTBEAT, ...TOOL, adk.partial('It looks '), adk.text(WORDS)], says: WORDS },
  { name: 'ADK without words', events: [HEARTBEAT, ...TOOL] },
  { name: 'thoughts alone', events: [adk.thought('I should edit.'), ...TOOL] },
  {
    name: 'typed events with words',
    events: [
      TYPED_HEARTBEAT,
      { type: 'tool_call', name: 'edit_multitrack', args: {} },
      { type: 'text', content: WORDS },
    ],
    says: WORDS,
  },
  {
    name: 'typed events without words',
    events: [
      { type: 'tool_call', name: 'edit_multitrack', args: {} },
      { type: 'tool_result', name: 'edit_multitrack', result: {} },
    ],
  },
  {
    name: 'a JSON array',
    events: [JSON.stringify([...TOOL, adk.text(WORDS)])],
    contentType: 'application/json',
    says: WORDS,
  },
  { name: 'cut off', events: [EMPTY_DATA, ...TOOL], cut: true },
  { name: 'cut off within words', events: [...TOOL, adk.partial('It looks ')], cut: true },
];

/** A whole reply of the agent, and what the chat reads of it; the state stays as it is. */
export const REPLIES: [name: string, events: (Json | string)[], reads: RegExp, never?: RegExp][] = [
  ['2001 as a lone frame', [{ code: 2001, message: 'insufficient credits' }], /free credits are used up/],
  [
    '2001 in a tool result',
    [adk.call('c', 'generate_video'), adk.result('c', 'generate_video', { code: 2001, error: 'insufficient credits' })],
    /free credits are used up/,
  ],
  ['a typed error', [{ type: 'error', code: 2001, message: 'insufficient credits' }], /free credits are used up/],
  ['an ADK error code', [adk.errorCode('SAFETY', 'blocked')], /agent ran into a problem/],
  ['a crashed agent', [adk.error('Traceback: boom')], /agent ran into a problem/, /Traceback/],
  [
    'an error after words is noise',
    [adk.text('All set here.'), adk.errorCode('X', 'temporary')],
    /All set here\./,
    /problem/,
  ],
  [
    'a question',
    [adk.call('c', 'ask_question', { questions: [{ id: 1, prompt: 'Which?', options: ['A', 'B'] }] })],
    /❓ Which\?\n1\. A\n2\. B/,
  ],
  [
    'a typed question',
    [
      {
        type: 'tool_call',
        name: 'ask_question',
        args: { prompt: 'Which?', options: [{ id: '5529798706024415232', label: 'A' }] },
      },
    ],
    /❓ Which\?\n1\. A/,
  ],
  [
    'a wait for a yes',
    [adk.text('Three shots. Click Confirm to continue.')],
    /Three shots\.[\s\S]*waits for a yes/,
    /Click/,
  ],
  ['raw JSON in a sentence', [adk.text('Done: {"status":"ok"}. It is shorter.')], /It is shorter\./, /status/],
  [
    'a token in words',
    [adk.text('Use nmv_usr_secret123456 to log in. It is done.')],
    /It is done\./,
    /nmv_usr_secret123456/,
  ],
  [
    'a colour picker',
    [adk.text('The title is now blue. Use the color picker in the right panel to change it.')],
    /The title is now blue\./,
    /color picker/,
  ],
  [
    'a layer to select',
    [adk.text('The title is longer. Select the text layer to edit it.')],
    /The title is longer\./,
    /layer/,
  ],
  ['a preview window', [adk.text('标题已经改好了。你可以在预览窗口中查看效果。')], /标题已经改好了/, /预览窗口/],
  ['content that is dragged', [adk.text('I added a clip of a boat dragged by waves.')], /a boat dragged by waves/],
  ['content with a window', [adk.text('The camera now drifts past the open window.')], /drifts past the open window/],
];
