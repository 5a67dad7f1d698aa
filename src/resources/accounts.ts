import { accountLists, answeredLists } from './account-parts.ts';
import { boolean, cents, date, type Field, integer, type Resource, string } from './fields.ts';
import { included, outputOf } from './output.ts';
import { accountModifyTime } from './shared.ts';

const identity: readonly Field[] = [
  string('account_id', 256, {
    doc: 'Your own id of the account, by which all of its records name it. It is exact text, so case counts.',
    example: '12345',
    required: 'always',
    inPath: true,
  }),
  string('name', 512, { doc: 'What the customer is called.', example: 'Cocoa Ltd', required: 'insert' }),
  date('join_date', {
    doc: 'When the customer began to use the product.',
    example: 1_312_685_594_018,
    required: 'insert',
  }),
  date('renewal_date', {
    doc:
      'When the account is due for renewal next. The earliest due date of its subscriptions comes first; what is ' +
      'sent here counts only where they have none, and null means that neither is known.',
    example: 1_438_387_200_000,
  }),
  string('billing_account_id', 256, {
    doc: 'Id by which the billing system knows the account.',
    example: 'billing-12345',
  }),
  string('support_account_id', 256, {
    doc: 'Id by which the support system knows the account.',
    example: 'support-12345',
  }),
  string('crm_account_id', 256, { doc: 'Id by which the CRM knows the account.', example: 'crm-12345' }),
];

const company: readonly Field[] = [
  string('billing_street', 256, {
    doc: 'Street and number of the billing address.',
    example: '66155 Malcom Trace Suite 234',
  }),
  string('billing_city', 80, { doc: 'City of the billing address.', example: 'Nicolleton' }),
  string('billing_postal_code', 80, {
    doc: 'Postal code of the billing address. It is text, so a leading zero stays.',
    example: '44411',
  }),
  string('billing_state', 80, {
    doc: 'State or province of the billing address, by name or by code.',
    example: 'AS',
  }),
  string('billing_country', 256, { doc: 'Country of the billing address, by name or by code.', example: 'USA' }),
  string('phone', 80, { doc: 'Main phone number of the company, kept as it is written.', example: '605.917.5197' }),
  integer('employees', { doc: 'How many people work for the company.', example: 4520 }),
  string('industry', 80, { doc: 'Line of business that the company is in.', example: 'Food' }),
];

const care: readonly Field[] = [
  string('tier', 80, {
    doc: 'Service level that the account is given. The history of the account keeps every change of it.',
    example: 'High touch accounts',
  }),
  integer('csm_score', {
    doc:
      'How the account does in the eyes of its manager, from 0 (badly) to 100 (very well). The history of the ' +
      'account keeps every change of it.',
    example: 53,
    minimum: 0,
    maximum: 100,
  }),
  integer('current_nps_score', {
    doc:
      'Net promoter score in effect: the mean of nps_history over the 30 days up to its latest score, or null ' +
      'without any. A score that is sent here is entered in nps_history and stands alone until a later one arrives.',
    example: 50,
    minimum: -100,
    maximum: 100,
    nullIsAbsent: true,
  }),
  string('sales_rep_name', 256, { doc: 'Who sells to the account.', example: 'Miss Aline Ledner' }),
  string('sales_rep_email', 256, {
    doc: 'Email address of the person who sells to the account.',
    example: 'aledner@mayert.org',
  }),
  string('source', 80, { doc: 'System or campaign that the account comes from.', example: 'adwords' }),
  string('stage', 80, {
    doc:
      'Moves the account to this stage as of now and ends the one that is open. It is answered as current_stage, and ' +
      'cannot be sent together with stage_history.',
    example: 'trial',
    writeOnly: true,
    nullIsAbsent: true,
    inPath: true,
  }),
  string('website', 512, { doc: 'Web address of the company.', example: 'https://cocoa.example' }),
  string('description', 512, {
    doc: 'Anything worth knowing about the company.',
    example: 'Makes chocolate bars and spreads.',
  }),
];

const activity: readonly Field[] = [
  boolean('is_deleted', {
    doc:
      'Whether the account is deleted, as a test or a mistake. It keeps its data but is hidden from lists and left ' +
      'out of reports; false brings it back.',
    example: false,
    nullIsAbsent: true,
  }),
  boolean('is_churned', {
    doc:
      'Whether the customer has left. A churned account is hidden from lists but stays in reports, and keeps its MRR ' +
      'until its subscriptions end.',
    example: false,
    nullIsAbsent: true,
  }),
  date('inactive_time', {
    doc: 'When the account was deleted or churned: now, unless a time is sent. Null while the account is active.',
    example: 1_420_070_400_000,
    nullIsAbsent: true,
  }),
  string('inactive_reason', 512, {
    doc: 'Why the account was deleted or churned. It goes when the account is active again.',
    example: 'Moved to a competitor',
  }),
];

const place: readonly Field[] = [
  string('parent_account_id', 256, {
    doc: 'Id of the account above this one, which need not be known yet. Null at the top; a loop is refused.',
    example: '45678',
  }),
  string('hierarchy_label', 80, { doc: 'What the place in the hierarchy is called.', example: 'Regional office' }),
];

/** The history of an account keeps the three together, as one change of `latest_status`. */
const status: readonly Field[] = [
  string('latest_status_title', 80, { doc: 'How the account stands, in a few words.', example: 'Rollout on track' }),
  string('latest_status_details', 8192, {
    doc: 'How the account stands, at length.',
    example: 'Two of three teams are trained; the last one starts in May.',
  }),
  date('latest_status_date', { doc: 'When this status was given.', example: 1_411_351_451_006 }),
];

const fields = [...identity, ...company, ...care, ...activity, ...place, ...status, ...accountLists];

const derived: readonly Field[] = [
  boolean('is_active', { doc: 'Whether the account is neither deleted nor churned.', example: true }),
  string('current_stage', 80, {
    doc: 'Stage in effect now, from stage_history: the clock alone can change it. Null where no stage is in effect.',
    example: 'trial',
  }),
  cents('current_mrr', {
    doc:
      'Monthly recurring revenue of all subscriptions as of now. Null while none of them has begun, 0 when all have ' +
      'ended.',
    example: 100_000,
  }),
  integer('current_health_score', {
    doc: 'Health from 0 (at risk) to 100 (healthy). Null while there is nothing to compute it from.',
    example: 72,
    minimum: 0,
    maximum: 100,
  }),
  integer('open_tickets', {
    doc: 'How many support tickets of the account have no close_time.',
    example: 2,
    filled: true,
  }),
  date('last_interaction_time', {
    doc: 'When the latest interaction took place; notes do not count. Null where there is none.',
    example: 1_411_351_451_006,
  }),
  accountModifyTime,
];

export const accounts: Resource = {
  name: 'accounts',
  title: 'Account',
  doc: 'A customer. All other records belong to an account, and MRR, renewals and health are derived for it.',
  fields,
  derived,
  output: [...outputOf(fields, derived).filter(({ type }) => type !== 'array'), ...answeredLists.map(included)],
};
