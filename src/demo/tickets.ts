/** What customers write to support, apart from what troubles each of them most. */
import { readTable } from './tables.ts';

export interface TicketText {
  readonly type: string;
  readonly subject: string;
  readonly description: string;
}

export const ticketTexts: readonly TicketText[] = readTable(`
question | How do I share a dashboard with a colleague? | I built a dashboard for {goal} and want a colleague to see it without a seat of her own. Is that possible?
question | Which time does the daily refresh use? | Our plant starts at 5 in the morning. When is the daily refresh, and can we move it?
question | Difference between visitors and viewers | The user list shows viewers and visitors. What is the difference, and which of them count as seats?
question | Formula for moving averages | We would like a moving average over four weeks. I found the function, but the result looks shifted.
question | Can we rename a data source? | The name of our first data source is misleading by now. What breaks if we rename it?
question | Adding {users} users at once | We want to add all colleagues of the department at once. Is there an import?
problem | Chart labels overlap on small screens | On laptops the labels of the bar chart cover each other since the last release.
problem | Filter resets after reload | The region filter forgets its value when the page is reloaded. It worked last week.
problem | Cannot upload a file with umlauts in its name | The upload of a file with accents in its name stays at 100 % and never ends.
problem | Two users cannot sign in | Two colleagues get "unknown account" although they are on the list. Both joined this week.
problem | Numbers differ between dashboard and export | The export shows other totals than the dashboard for the same week. Attached are both.
problem | Alert mail came twice | The threshold alert for yesterday came twice to everybody on the list.
incident | Dashboards do not open | Nobody here can open a dashboard since 9 o'clock, the page stays blank. This is urgent, the board meets at noon.
incident | API answers 500 | Our nightly job got error 500 from your API on every call between 2 and 4 o'clock.
incident | Data of this morning is missing | The load of this morning is missing on all dashboards. Stores are waiting for their numbers.
feature request | Dark colours for the control room | The screens in our control room are very bright at night. A dark scheme would help.
feature request | Comments on single data points | We discuss outliers by mail. It would be good to comment on the point itself.
feature request | Export to slides | Every month we copy eight charts into slides by hand. An export would save us half a day.
feature request | Quarterly view with our fiscal year | Our fiscal year begins in July. The quarter view knows calendar quarters only.
billing | Purchase order number on the invoice | Please put our purchase order number on the invoices, or accounting sends them back.
billing | Question on the last invoice | The last invoice has a line that we do not understand. Which seats does it cover?
billing | Change of billing address | We have moved. Please use the new address from the next invoice on.
`).map(([type = '', subject = '', description = '']) => ({ type, subject, description }));
