import { adapterContract } from './contract.ts';
import { webConversation } from './web.ts';

adapterContract({ name: 'web', start: webConversation, hasButtons: true });
