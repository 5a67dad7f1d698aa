/** Mails for which there is an occasion. */
import { readPassages } from './passages.ts';

export const occasionalLetters = readPassages(`
# trial | [Your first steps with {vendor} ~ Welcome to {vendor}]
Hi {contact},

welcome to your trial! You told us that {goal} matters most, so I have put a template for it into your workspace.

To get going:
- Connect one source, a spreadsheet will do
- Open the template and pick your own columns
- Invite two colleagues

I am around every day if you get stuck.

Best,
{csm}
# trial | Half of your trial is over
Hi {contact},

so far {active} of your people have looked in. The trials that end well have one thing in common: one real report by the end of the second week. Shall we build it together tomorrow?

Best,
{csm}
# trial | [Question on the trial ~ A question before we go on]
Hi {csm},

[{colleague} would like to connect our own database. ~ we have the first chart, and now everybody has wishes.] Is that part of the trial, or do we need a contract first?

Thanks,
{contact}
# onboarding | [Summary of our kickoff ~ What we agreed]
Hi {contact},

thank you for a good start. What we agreed:
- First use case: {goal}
- You name an owner for each data source
- We train your {users} users in two sessions
- Review after six weeks

The plan is in your folder: https://docs.cocoa-analytics.example/plan

Best,
{csm}
# onboarding | Training dates
Hi {contact},

I can offer [Tuesday or Thursday morning ~ Monday or Wednesday afternoon ~ two dates next week] for the [first ~ next] training. One hour, your own data, and time for questions. The recording is yours afterwards.

{csm}
# onboarding | [Access to your sources ~ Access is ready]
Hi {csm},

our IT has opened [the database ~ the warehouse ~ the second source] for your connector, read only. The password comes by phone. [When will we see the first numbers? ~ What do you need from us now?]

Regards,
{contact}
# onboarding | [Question of {colleague} ~ Definitions ~ A question from {team}]
Hi {csm},

{colleague} from {team} asks [who decides how a number is defined ~ whether old figures can be loaded too ~ how often the data is refreshed]. I would like to settle that before we go live with {goal}.

{contact}
# adoption | [Three ideas for {goal} ~ Ideas after the first weeks]
Hi {contact},

I looked at how your team works with the dashboards. Three things could help:
- [A summary page for people who look once a week ~ A start page for each department]
- Alerts instead of checking by hand
- [One shared definition of each number ~ Fewer charts on the first page]

Shall we go through them together?

Best,
{csm}
# adoption | [First feedback from the teams ~ What people say]
Hi {csm},

the first [weeks ~ months] went well. What people say: the pages are clear, but they look for {topic}. [And some still send screenshots around instead of links. ~ {Colleague} from {team} is the keenest of all.]

{contact}
# adoption | [Second training ~ Training for {team}]
Hi {contact},

{team} has [asked for a session of its own ~ more questions than the help pages answer]. I would show {topic} and leave half of the time for questions. [Does {colleague} decide on the date? ~ Would next week suit you?]

{csm}
# renewal | [Your renewal on {renewal} ~ Our offer for the next term]
Hi {contact},

your {plan} plan with {seats} seats runs until {renewal}. I have attached what your team has reached with {goal} this year, and an offer for the next term. Do the numbers fit, or has your need changed?

[Best, ~ Best regards,]
{csm}
# renewal, early | Re: [Your renewal ~ Offer]
Hi {csm},

thanks for the offer. I expect that we go on with about {seats} seats, [purchasing wants to see a second page with the terms. ~ finance asks for a quarterly invoice.] You will hear from us two weeks before {renewal}.

{contact}
# renewal | [Seats for the next term ~ Before we sign]
Hi {csm},

[before we sign: ~ one question on the offer:] {active} of {users} people are active, and {colleague} would like to know whether seats can be [added ~ given to others] in the course of the term. The rest looks good.

{contact}
# unsigned | [Your renewal ~ Signature still missing ~ The open renewal]
Hi {contact},

[a friendly reminder: ~ I have not found it in my mail:] the order for the next term of {seats} seats is not signed yet. [Access goes on as before. ~ Nothing changes for your team meanwhile.] [Is there anything that I can do to speed it up? ~ Shall I speak with purchasing myself?]

[Best, ~ Best regards,]
{csm}
# unsigned | Re: [Your renewal ~ Signature]
Hi {csm},

[it lies with our purchasing, ~ the one who signs is on leave,] not with me. We [go on ~ want to go on], please bear with us for [another week ~ a few more days].

{contact}
# expansion | [Offer for further seats ~ Your further seats]
Hi {contact},

as discussed, here is the offer for further seats on the {plan} plan. The price a seat stays the same, and the new colleagues [get a training of their own ~ in {team} are invited to the next introduction ~ can begin at once].

[Best, ~ Best regards,]
{csm}
# expansion | Re: [Offer for further seats ~ Further seats]
Hi {csm},

the offer [is fine ~ fits], {colleague} from {team} [sends the order this week ~ has it on the desk]. [The new people would like to begin on the first. ~ Please keep the training dates free.]

{contact}
# notice | [Termination of our contract ~ Notice of termination]
Dear {csm},

after long discussions we have decided not to continue. {words}. Please confirm the end of our contract and tell us how we can export our data.

Regards,
{contact}
# back | [Starting again ~ Welcome back]
Hi {contact},

welcome back! All your old dashboards are still there. Let us begin with {goal}, with one owner and one page, and grow from there.

Best,
{csm}
# back | Re: [Starting again ~ Welcome back]
Hi {csm},

good to be back. The tool we had in between looked cheaper, and then nobody could use it. {Pain}: I hear that this is better now, so let us put it to the test.

{contact}
# back | [Second start ~ First week]
Hi {contact},

{active} people have signed in again, {colleague} was the first. [I will look at the numbers every week and write to you on Fridays. ~ Shall we have a short call every Friday for the first two months?]

{csm}
# overdue | [Reminder: open invoice ~ Open invoice ~ Payment reminder]
Dear {contact},

[according to our records an invoice is still open. ~ we have not received the payment of our last invoice. ~ an invoice of last month is past its due date.] Could you find out where it got stuck? [If it has been paid in the meantime, please ignore this message. ~ If you need a copy, just answer this mail.]

Kind regards,
Accounts receivable, {vendor}
# overdue | [Second reminder ~ Invoice past due]
Dear {contact},

[may we remind you of an invoice that is past due? ~ one of our invoices seems to have been lost on its way.] [Is the address on it still right? ~ Is a purchase order number missing?] We [send a corrected one at once ~ are glad to help] if that is what holds it up.

Kind regards,
Accounts receivable, {vendor}
`);
