/** The lists of an account, and what is answered of an account by itself. */
import { type Field, type Property, type Shape, array, boolean, cents, date, long, string, text } from './fields.ts';
import { answered, asBareValues, asMap, properties } from './output.ts';
import { customDimensions, ownerId } from './shared.ts';

const assignedCsms = array('assigned_csms', {
  doc:
    'Email addresses of the customer success managers, in the order in which they were assigned. Those sent are ' +
    'added, or put in the place of all others with the option overwrite_csm_assignments.',
  items: [
    string('email', 256, {
      doc: 'Email address of a manager; case makes no difference.',
      example: 'joe@company.com',
      required: 'always',
      inPath: true,
    }),
  ],
});

const documents = array('documents', {
  doc: 'Links to documents about the account, in order of name. Those sent are merged by name.',
  items: [
    string('name', 80, {
      doc: 'What the document is called.',
      example: 'Success plan',
      required: 'always',
      inPath: true,
    }),
    string('url', 512, {
      doc: 'Where the document is. A null that is sent deletes the document.',
      example: 'https://docs.google.com/document5.pdf',
      required: 'insert',
    }),
    string('description', 80, { doc: 'What the document holds.', example: 'Goals for the first year' }),
  ],
});

const stageHistory = array('stage_history', {
  doc: 'Stages that the account goes through, oldest first. Those sent are merged by name and start_date.',
  items: [
    string('name', 80, { doc: 'What the stage is called.', example: 'trial', required: 'always', inPath: true }),
    date('start_date', { doc: 'When the stage begins.', example: 1_312_685_594_018, required: 'always' }),
    date('end_date', {
      doc: 'When the stage ends. Null while it is open; the next open stage ends it.',
      example: 1_315_277_594_018,
    }),
  ],
});

const npsHistory = array('nps_history', {
  doc: 'Net promoter scores over time, oldest first. Those sent are merged by date and username.',
  items: [
    long('nps_score', {
      doc: 'The score, from -100 to 100.',
      example: 75,
      required: 'always',
      minimum: -100,
      maximum: 100,
    }),
    date('date', { doc: 'When the score was given.', example: 1_410_055_451_006, required: 'always' }),
    string('username', 128, { doc: 'Who gave the score; null where that is not known.', example: 'abby.russel' }),
    string('comments', 4096, { doc: 'What was said about the score.', example: 'Saves us a day a week.' }),
  ],
});

/** In the document's order. */
export const accountLists: readonly Field[] = [assignedCsms, ...customDimensions, documents, stageHistory, npsHistory];

const direct = boolean('direct', {
  doc: 'True for a score that was sent as current_nps_score. It is left out of all others.',
  example: true,
});

/** The same lists as an account answers them. */
export const answeredLists: readonly Property[] = [
  asBareValues(assignedCsms),
  ...customDimensions.map(asMap),
  answered(documents),
  answered(stageHistory),
  answered(npsHistory, {
    items: [...(answered(npsHistory).items ?? []), answered(direct, { optional: true })],
  }),
];

export const accountDocuments: Shape = {
  name: 'account_documents',
  title: 'Document',
  doc: 'A document of an account, as the list of them answers it.',
  output: [answered(ownerId), ...(answered(documents).items ?? [])],
};

const anyValue = { type: 'any', nullable: true } as const;

export const accountChanges: Shape = {
  name: 'account_changes',
  title: 'Change',
  doc: 'A change in the history of an account: all that one request does to one thing is one change.',
  output: [
    ...properties([
      ownerId,
      long('id', { doc: 'Id of the change; a later one is greater.', example: 4712 }),
      date('at', { doc: 'When it happened.', example: 1_411_351_451_006 }),
      text('what', {
        doc: 'What has changed. A latest_status has its title, details and date as its value.',
        example: 'stage',
        choices: ['stage', 'tier', 'csm_score', 'is_deleted', 'is_churned', 'latest_status', 'assigned_csms'],
      }),
    ]),
    { name: 'from', ...anyValue, doc: 'Value before the change.', example: 'trial' },
    { name: 'to', ...anyValue, doc: 'Value after the change.', example: 'established' },
    ...properties([
      text('source', {
        doc: 'Name of the API key that made the change, or clock where time alone did.',
        example: 'billing-sync',
      }),
    ]),
  ],
};

export const accountMrr: Shape = {
  name: 'account_mrr',
  title: 'MRR step',
  doc: 'An instant at which the MRR of an account changes, be it in the past or foreseen.',
  output: properties([
    date('at', { doc: 'From when on the amount holds.', example: 1_392_566_436_543 }),
    cents('mrr', { doc: 'MRR of the account from then on.', example: 62_865 }),
  ]),
};
