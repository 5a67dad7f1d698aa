/** Mails for which there is an occasion. */
import { readPassages } from './phrases.ts';

export const occasionalLetters = readPassages(`
# trial | Your first steps with {vendor}
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
# onboarding | Summary of our kickoff
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

I can offer Tuesday or Thursday morning for the first training. One hour, your own data, and time for questions. The recording is yours afterwards.

{csm}
# onboarding | Access to your sources
Hi {csm},

our IT has opened the database for your connector, read only. The password comes by phone. When will we see the first numbers?

Regards,
{contact}
# adoption | Three ideas for {goal}
Hi {contact},

I looked at how your team works with the dashboards. Three things could help:
- A summary page for people who look once a week
- Alerts instead of checking by hand
- One shared definition of each number

Shall we go through them together?

Best,
{csm}
# adoption | First feedback from the teams
Hi {csm},

the first weeks went well. What people say: the pages are clear, but they look for {topic}. And some still send screenshots around instead of links.

{contact}
# renewal | Your renewal on {renewal}
Hi {contact},

your {plan} plan with {seats} seats runs until {renewal}. I have attached what your team has reached with {goal} this year, and an offer for the next term. Do the numbers fit, or has your need changed?

Best,
{csm}
# renewal | Re: Your renewal
Hi {csm},

thanks for the offer. I expect that we go on with about {seats} seats, purchasing wants to see a second page with the terms. You will hear from us two weeks before {renewal}.

{contact}
# expansion | Offer for further seats
Hi {contact},

as discussed, here is the offer for further seats on the {plan} plan. The price a seat stays the same, and the new colleagues get a training of their own.

Best,
{csm}
# notice | Termination of our contract
Dear {csm},

after long discussions we have decided not to continue. {words}. Please confirm the end of our contract and tell us how we can export our data.

Regards,
{contact}
# back | Starting again
Hi {contact},

welcome back! All your old dashboards are still there. Let us begin with {goal}, with one owner and one page, and grow from there.

Best,
{csm}
# back | Re: Starting again
Hi {csm},

good to be back. The tool we had in between looked cheaper, and then nobody could use it. {Pain}: I hear that this is better now, so let us put it to the test.

{contact}
# overdue | Reminder: open invoice
Dear {contact},

according to our records an invoice is still open. Could you find out where it got stuck? If it has been paid in the meantime, please ignore this message.

Kind regards,
Accounts receivable, {vendor}
`);
