import { adapterContract } from './contract.ts';
import { telegramConversation } from './telegram.ts';

adapterContract({ name: 'telegram', start: telegramConversation, maxVideoBytes: 50 * 1024 * 1024, hasButtons: true });
