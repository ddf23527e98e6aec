import { adapterContract } from './contract.ts';
import { telegramStage } from './telegram.ts';

adapterContract({ name: 'telegram', start: telegramStage, maxVideoBytes: 50 * 1024 * 1024, hasButtons: true });
