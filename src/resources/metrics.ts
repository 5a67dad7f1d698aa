import { array, date, double, type Field, type Resource, type Shape, string } from './fields.ts';
import { answered } from './output.ts';
import { ownerId } from './shared.ts';

const metricName = string('name', 128, {
  doc: 'What is measured. Answers have the metric under this name, so it cannot be account_id.',
  example: 'chocolate_bars_consumption',
  required: 'always',
  inPath: true,
});

const points: Field = array('metrics', {
  doc: 'Points of the metric. Those sent are merged by timestamp.',
  items: [
    date('timestamp', { doc: 'When it was measured.', example: 1_312_685_594_018, required: 'always' }),
    double('value', { doc: 'What was measured.', example: 3, required: 'always' }),
  ],
  required: 'always',
});

const pointsByName = answered(points, {
  doc: 'All points of the metric, latest first unless direction says otherwise.',
  keyedBy: metricName.name,
});

export const metrics: Resource = {
  name: 'metrics',
  title: 'Metric',
  doc: 'A number of your own that is measured for an account over time. The answer has one row per account.',
  fields: [ownerId, metricName, points],
  derived: [],
  output: [answered(ownerId), pointsByName],
};

export const accountMetrics: Shape = {
  name: 'account_metrics',
  title: 'Metrics of an account',
  doc: 'All metrics of an account in one object, by their names.',
  output: [pointsByName],
};
