import type { Responder } from './action.ts';

/** The question whether somebody agrees to the operator's terms. */
export const TERMS = 'terms';
/** That they do. */
export const AGREE = 'agree';

const terms: Responder = {
  name: TERMS,
  visibility: 'private',
  mode: 'immediate',
  run: ({ t, settings, argument }) => ({
    text: t(argument === 'full' ? 'termsAskFull' : 'termsAsk', { url: settings.termsUrl ?? '' }),
    next: [{ name: AGREE, label: t('termsAgree') }],
  }),
};

const agree: Responder = {
  name: AGREE,
  visibility: 'private',
  mode: 'immediate',
  run: ({ t }) => t('termsAgreed'),
  async carryOut({ consent }) {
    await consent.agree();
    return undefined;
  },
  afterwards: ({ consent }) => consent.goOn(),
};

/** What concerns the operator's terms. */
export const termsRemarks: readonly Responder[] = [terms, agree];
