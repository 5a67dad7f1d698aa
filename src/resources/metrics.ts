import { array, date, double, type Resource, string } from './fields.ts';

/** Points of a custom metric of an account. */
export const metrics: Resource = {
  name: 'metrics',
  fields: [
    string('account_id', 256, { required: 'always', inPath: true }),
    string('name', 128, { required: 'always', inPath: true }),
    array('metrics', [date('timestamp', { required: 'always' }), double('value', { required: 'always' })], {
      required: 'always',
    }),
  ],
  derived: [],
};
