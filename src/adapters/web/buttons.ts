import type { Reply } from '../../core/chat.ts';
import type { ButtonRecord, MessageRecord } from './repository.ts';
import type { PageMessage } from './wire.ts';

/** A button for each next step. Those of a menu have ids of their own, for others take their place in the message. */
export function buttonsOf({ next = [], menu, key }: Pick<Reply, 'next' | 'menu' | 'key'>): ButtonRecord[] {
  const ids = menu ? `${key}-` : '';
  return next.map(({ name, argument, label, url }, index) => ({ id: `${ids}${index}`, label, url, name, argument }));
}

/** A message as its visitor may see it: what a button does stays here, and one that was pressed is gone. */
export function shownMessage({ project: _project, buttons = [], ...message }: MessageRecord): PageMessage {
  const shown = buttons.filter(({ used }) => !used).map(({ id, label, url }) => ({ id, label, ...(url && { url }) }));
  return { ...message, ...(shown.length > 0 && { buttons: shown }) };
}

/** The message with a button taken away. */
export function withoutButton(message: MessageRecord, id: string): MessageRecord {
  return { ...message, buttons: message.buttons?.map((each) => (each.id === id ? { ...each, used: true } : each)) };
}
