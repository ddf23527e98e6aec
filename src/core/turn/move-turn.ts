import { type ChatKey, placeOf } from '../chat.ts';
import type { Turn } from './turn.ts';

/** Gives a turn to the key that its chat has now; what it costs goes to the community of that key. */
export function moveTurn(turn: Turn, chat: ChatKey): void {
  const [from, to] = [placeOf(turn.chat), placeOf(chat)];
  turn.chat = chat;
  for (const each of [turn.shared, turn.charge]) if (each?.community === from) each.community = to;
}
