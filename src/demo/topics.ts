/** What an account likes and what troubles it: tickets, surveys, calls and statuses all speak of the same things. */
import { type Passage, passageOf } from './passages.ts';
import { readTable } from './tables.ts';

export interface Pain {
  /** As in "they complain about …". */
  readonly name: string;
  readonly ticket: Passage;
  readonly complaint: string;
  /** As in "we fixed it with …". */
  readonly fix: string;
}

export const pains: readonly Pain[] = readTable(`
slow dashboards | [Dashboards take more than a minute to load ~ Main dashboard very slow again ~ Page loads for over a minute] | [Since last week ~ Since Monday ~ For some days] our main dashboard needs over a minute to open [on Monday mornings ~ before nine ~ when all are at work]. Several people [in {team} ~ here] have given up waiting and went back to their spreadsheets. | [Too slow when everybody opens it on Monday morning. ~ I wait a minute for every page. ~ Loading takes forever at nine in the morning.] | cached queries
failing connector runs | [Nightly connector run fails again ~ Connector stopped in the night ~ Warehouse connector: timeout] | The nightly run of the warehouse connector stopped at [02:10 ~ 01:40 ~ 03:25] with a timeout, [the third time this month ~ as it did last week ~ twice in a row now]. The figures on the front page are [from yesterday ~ two days old]. | [The numbers are stale every other week because the connector stops. ~ Half of the time I look at figures of yesterday. ~ The connector fails too often.] | the new connector with retries
missing single sign-on | [Single sign-on for our second domain ~ Sign-in fails for half of our people ~ Passwords again] | [After the merger ~ Since our change of name ~ With the new subsidiary] our people have two mail domains and only one of them can sign in with single sign-on. IT has to reset passwords by hand, [five this week ~ almost daily ~ for {team} alone ten this month]. | [Signing in is a hassle without single sign-on for everybody. ~ One more password to forget. ~ I have to ask IT for a new password every month.] | single sign-on for several domains
limits of the spreadsheet export | [Export stops at 50,000 rows ~ Export is cut off ~ Rows missing in the export] | The export of the detail table ends at 50,000 rows without a warning. [Finance noticed when the totals did not match. ~ {Team} needs all rows for the closing. ~ We now export in four parts and glue them together.] | [The export limit makes us do the work twice. ~ I export in pieces and put them together by hand. ~ Exports are cut off without a word.] | the streaming export
confusing permissions | [Cannot share a folder with read access only ~ Who can see what? ~ Read access lets people edit] | We want to share the [board folder ~ budget folder ~ folder of {team}] with the regional heads so that they can look but not change anything. [Every combination that we tried lets them edit. ~ Two of them have changed a chart by accident.] | [Permissions are hard to understand; we were afraid to share. ~ I never know who can see my pages. ~ Sharing needs a manual.] | the new sharing dialog
wrong time zones in reports | [Report totals shifted by a day ~ Daily totals wrong for two sites ~ Time zone of the daily report] | Our plants are in three time zones and the daily totals of two of them land on the wrong day. [Since the change of the clocks it is worse. ~ {Team} corrects them by hand every morning. ~ The monthly report was wrong because of it.] | [Daily totals are wrong for our overseas sites. ~ The days do not match between sites. ~ I correct the dates by hand.] | time zones per report
scheduled mails that do not arrive | [Scheduled report was not delivered ~ Monday report missing ~ Report mail did not come] | The report for the [Monday management meeting ~ board ~ weekly meeting of {team}] did not arrive in [four of the last six weeks ~ two of the last three weeks]. The schedule shows it as sent. | [I never know whether the scheduled report will arrive. ~ The Monday mail is missing every other week. ~ Reports that do not arrive are no reports.] | delivery receipts for schedules
little help with data models | [Need advice on joining two sources ~ Duplicates after a join ~ Question on our data model] | We try to join orders with [deliveries ~ returns ~ invoices] and get duplicates. The help page describes only the simple case. [Could somebody look at it with us? ~ {Team} has lost a day on it.] | [Powerful, but we are left alone with the modelling. ~ The help ends where our questions begin. ~ Joining two sources should not need an expert.] | a modelling workshop
`).map(([name = '', subject = '', report = '', complaint = '', fix = '']) => {
  return { name, ticket: passageOf(subject, report, 'pain'), complaint, fix };
});

export interface Love {
  /** As in "they praise …". */
  readonly name: string;
  readonly praise: string;
}

export const loves: readonly Love[] = readTable(`
the dashboard builder | [Our team builds its own dashboards now without asking IT. ~ I built my first dashboard in an hour. ~ Building a page is easier than writing a mail.]
the support team | [Support answers within the hour and knows what it talks about. ~ Your support is outstanding. ~ Whenever I ask, a person answers.]
the ready-made connectors | [All our sources were connected within two days. ~ The connectors simply run. ~ Connecting a source takes minutes.]
the mobile view | [I check the figures on the train every morning. Love it. ~ The mobile view is what I open first every day. ~ Works on my phone as well as on my desk.]
alerts on thresholds | [The alerts told us about a problem before our customers did. ~ One alert has paid for the whole year. ~ I no longer check by hand, the alerts do.]
how quickly reports load | [Fast, even with three years of data. ~ Pages are there before I have sat down. ~ Nothing we had before was this fast.]
the quarterly reviews | [The quarterly reviews keep us honest about our goals. Very useful. ~ Somebody asks every quarter what we want to reach. I like that. ~ The reviews are worth the time.]
`).map(([name = '', praise = '']) => ({ name, praise }));

/** Why customers leave, as we note it and as they put it; {pain} is theirs. The last is for those without a sponsor. */
export const leavingReasons = readTable(`
Chose another supplier; {pain} had not been solved in time | We have chosen another supplier, since {pain} could not be solved for us in time
Budget cut: all tools without proven value were cancelled | All tools that cannot show their value have been cut from our budget
Price: the renewal offer was too high for the use they made of it | The offer for the renewal is too high for the use that we make of it
Moved reporting into their ERP system | Our reporting moves into the ERP system
Never reached the usage they had planned, mainly because of {pain} | We never reached the usage that we had planned, mainly because of {pain}
Sponsor left the company, the successor brought another tool | Our new head of analytics brings a tool of her own
`);
export const suddenReasons = [
  'Acquired by a competitor that uses another platform group-wide',
  'Insolvency; the company has ceased business',
  'Group headquarters decided on a single tool for all companies',
];
export const mistakes = [
  'Duplicate record from the CRM',
  'Test account of the sales team',
  'Partner, not a customer; entered by mistake',
];
