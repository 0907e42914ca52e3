export type Paragraph = { kind: 'heading' | 'text' | 'item'; text: string }

const heading = (text: string): Paragraph => ({ kind: 'heading', text })
const say = (text: string): Paragraph => ({ kind: 'text', text })
const item = (text: string): Paragraph => ({ kind: 'item', text })

/** Consent to treatment, first version. Written to be read aloud in four minutes, at about an eighth-grade level. */
export const treatmentWords: readonly Paragraph[] = [
  say(
    'This form is about the care that {client} may have at {clinic}. Please read it, ask about anything, and take your time.',
  ),
  heading('What the care is'),
  say(
    'The program is called {program}. It is an intensive outpatient program. You come on several days a week and live at home.',
  ),
  item('Most of the time is spent in groups led by trained staff. You also meet with a therapist one to one.'),
  item('Family sessions and visits about medicine are part of the plan when they help.'),
  item('We agree on {hours}. The plan is written with you, and it can change.'),
  item('Drug and alcohol tests may be part of the plan. We tell you before we test.'),
  heading('What it may do for you, and what is hard'),
  say(
    'Many people feel better, use less, or stop. No one can promise that. Talking about hard things can make you feel worse for a while. You may hear sad stories in groups. Tell us if it gets too much.',
  ),
  say(
    'Other choices are a weekly visit, a day hospital, living in a treatment home, medicine alone, or no care. Your therapist will talk with you about what each may mean for you.',
  ),
  say('If you drink or take pills each day, do not stop all at once on your own. It can be dangerous. Tell us first.'),
  heading('You decide'),
  say(
    'You may say no to any part of the care. You may stop at any time. You do not have to give a reason. We will tell you what we think may follow, and we will help you find other care.',
  ),
  heading('Privacy, and where it ends'),
  say(
    'What you tell us stays in the program. Federal law protects it, and the law on substance use records (42 CFR part 2) is strict. There are a few cases where we may have to share something without your say:',
  ),
  item('when you are in a medical emergency and cannot agree;'),
  item('when a child is being hurt or left without care, and the law makes us report it;'),
  item('when someone commits a crime here or against our staff, or says they will;'),
  item('when you are about to harm yourself or someone else, as far as the law lets us act;'),
  item('when a court gives a special order, or when the law lets someone check our work.'),
  say(
    'Each person in a group agrees to keep what they hear to themselves. We take this seriously, but we cannot promise what others will do.',
  ),
  heading('In an emergency'),
  say(
    'We are not here day and night. If someone is in danger, call 911. If you think of ending your life, call or text 988 at any hour. Our own crisis line is {crisisLine}.',
  ),
  heading('Your rights'),
  say(
    'You may ask to see your record. You may ask for a different therapist. You may complain to {complaints}, and your care will not suffer for it. You get a copy of this form.',
  ),
  say('By signing, {signer} agrees to this care.'),
]

/** The one consent for treatment, payment and operations: the elements of 42 CFR 2.31(a), in plain words. */
export const tpoWords: readonly Paragraph[] = [
  say(
    'This form is about the records of {client} at {clinic}. Federal law (42 CFR part 2) protects them. In most cases we may not share them, or even say that you come here, unless you agree in writing. With this form you agree to some sharing. Please read it and ask about anything.',
  ),
  heading('Who may share'),
  say('You let {clinic}, and the people who work there, share your records.'),
  heading('What may be shared'),
  say(
    'All records of your care at {clinic}: that you come here, your diagnosis, assessments, tests, medicines, plan of care, the days you came, your progress, your discharge papers and your bills.',
  ),
  say(
    'Not the private notes that a counselor keeps apart about what you say in sessions. Sharing those takes a form of its own.',
  ),
  heading('With whom'),
  say('With my treating providers, health plans, third-party payers, and people helping to operate this program.'),
  heading('What for'),
  say(
    'For treatment, payment, and health care operations. This covers today and all later times, until it ends or you take it back.',
  ),
  item('Treatment: so that the people who care for you can work together.'),
  item('Payment: so that your health plan can pay for your care.'),
  item('Operations: so that the program can run, check its work and get better.'),
  say(
    'It does not let anyone use your records in court or in any other legal case against you. That takes a form of its own.',
  ),
  heading('What happens to records once they are shared'),
  say(
    'A provider or health plan that gets your records, and those who work for them, may use and share them again as the HIPAA privacy rules allow. They may not use them in civil, criminal, administrative, or legislative proceedings against you.',
  ),
  say('Someone who gets your records may share them again, and they may then no longer be protected by 42 CFR part 2.'),
  heading('How to take it back'),
  say(
    'You may take this consent back at any time, in writing. Write to {privacyContact}, or ask any of us for the form. From then on we stop. We cannot undo what was shared or done while we relied on it.',
  ),
  heading('When it ends'),
  say('This consent {ends}.'),
  heading('If you do not sign'),
  say(
    'You do not have to sign. If you do not, we cannot bill your health plan, so you may have to pay for your care yourself. We cannot plan your care with your other doctors. In an emergency we will still help you.',
  ),
  say('You get a copy of this form. By signing, {signer} agrees to it.'),
]
