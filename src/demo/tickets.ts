/** What customers write to support, apart from what troubles each of them most. */
import { type Passage, passageOf } from './passages.ts';
import { readTable } from './tables.ts';

/** By type of ticket. */
export const ticketTexts: readonly Passage[] = readTable(`
question | [How do I share a dashboard with a colleague? ~ Sharing without a seat] | I built a dashboard for {goal} and want [a colleague ~ {colleague} ~ somebody from {team}] to see it without a seat. Is that possible?
question | [Which time does the daily refresh use? ~ Time of the daily refresh] | Our [plant ~ first shift ~ service desk] starts at [5 ~ 6] in the morning. When is the daily refresh, and can we move it?
question | Difference between visitors and viewers | The user list shows viewers and visitors. What is the difference, and which of them count as seats? [~ {Team} asks because of its budget. ~ We have {users} people on the list.]
question | [Formula for moving averages ~ Moving average looks shifted] | We would like a moving average over [four ~ six ~ twelve] weeks. I found the function, but the result looks shifted.
question | Can we rename [a data source ~ a folder ~ a measure]? | The name [of our first one ~ that we gave at the start ~ of the one for {team}] is misleading by now. What breaks if we rename it?
question | [Adding several users at once ~ Import of users] | We want to add [all colleagues of the department ~ twelve people of {team} ~ a list of names] at once. Is there an import?
question | [Is {topic} possible? ~ {Topic}] | [We are thinking about {topic}. ~ {Colleague} asked me about {topic}.] [Which page of the help describes it? ~ Is it part of the {plan} plan? ~ Where do we begin?]
problem | [Chart labels overlap on small screens ~ Labels of the bar chart overlap] | On [laptops ~ tablets ~ the screens of {team}] the labels of the bar chart cover each other since the last release.
problem | [Filter resets after reload ~ Region filter forgets its value] | The [region ~ product ~ month] filter forgets its value when the page is reloaded. It worked [last week ~ until yesterday].
problem | [Cannot upload a file with umlauts in its name ~ Upload never ends] | The upload of a file with accents in its name stays at [100 % ~ 99 %] and never ends. [Renaming it helps, but there are many. ~ {Colleague} has the same on another computer.]
problem | [Two users cannot sign in ~ Sign-in: unknown account] | [Two colleagues get ~ {Colleague} gets ~ A new colleague in {team} gets] "unknown account" in spite of being on the list [since this week ~ for a month].
problem | [Numbers differ between dashboard and export ~ Export shows other totals] | The export shows other totals than the dashboard for the same [week ~ month ~ day]. Attached are both. [~ {Team} trusts neither of them now.]
problem | [Alert mail came twice ~ Alerts sent twice] | The threshold alert for [yesterday ~ Monday ~ the night shift] came twice to everybody on the list.
problem | [Page of {team} shows an old logo ~ Old names in the menu] | We changed it [last week ~ in {month}], and [some people ~ {colleague} and others] still see the old one. Is something cached?
incident | [Dashboards do not open ~ Blank pages] | Nobody here can open a dashboard since [9 ~ 8 ~ 10] o'clock, the page stays blank. This is urgent, [the board meets at noon ~ {team} cannot work ~ the shift changes in an hour].
incident | [API answers 500 ~ Error 500 in our nightly job] | Our nightly job got error 500 from your API on [every call ~ every second call] between [2 and 4 ~ 1 and 3 ~ 3 and 5] o'clock.
incident | [Data of this morning is missing ~ No load this morning] | The load of this morning is missing on all dashboards. [Stores are waiting for their numbers. ~ {Team} is waiting for its numbers. ~ All sites look at empty pages.]
feature request | [Dark colours for the control room ~ A dark scheme] | The screens in our [control room ~ night shift ~ entrance hall] are very bright at night. A dark scheme would help.
feature request | [Comments on single data points ~ Notes on a point in a chart] | We discuss outliers [by mail ~ in the chat ~ by phone]. It would be good to comment on the point itself.
feature request | [Export to slides ~ Charts into slides] | Every month we copy [eight ~ a dozen ~ twenty] charts into slides by hand. An export would save us half a day.
feature request | [Quarterly view with our fiscal year ~ Fiscal year] | Our fiscal year begins in [July ~ April ~ October]. The quarter view knows calendar quarters only.
feature request | [Wish: {topic} ~ {Topic}] | [We would like to see more on {topic}. ~ {Team} wishes for {topic}.] [Is it planned? ~ Others must need that too. ~ We would help to test it.]
billing | [Purchase order number on the invoice ~ Order number missing] | Please put our purchase order number on the [invoices ~ next invoice], or accounting sends them back. [~ It is on the order of this year. ~ {Colleague} can send it to you.]
billing | [Question on the last invoice ~ A line of the last invoice] | The last invoice has a line that we do not understand. [Which seats does it cover? ~ Which month does it cover? ~ Is that the change of seats?]
billing | [Change of billing address ~ New address] | [We have moved. ~ Our accounting has moved. ~ Invoices are handled elsewhere from now on.] Please use the new address from the next invoice on.
billing | [Copy of an invoice ~ Invoice lost] | We cannot find the invoice of [last month ~ the last term ~ last quarter]. Could you send a copy to [accounting ~ {colleague} ~ me]?
`).map(([type = '', subject = '', description = '']) => passageOf(subject, description, type));
