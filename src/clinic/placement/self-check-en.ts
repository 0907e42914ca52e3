/** The self-check in English. `who` is 'self' or 'loved-one'. */
export const selfCheckEnglish = {
  notDiagnosis:
    'This is not a diagnosis. It says which kind of care may fit, and why. A person here talks it through with you.',
  begin: 'Begin',
  next: 'Next',
  back: 'Back',
  choose: 'Choose one answer.',
  progress: 'Question {place} of about {of}',
  again: 'Begin again',

  'q.who': 'Whom are you asking for?',
  'a.who.self': 'Myself',
  'a.who.loved-one': 'Someone I care about',

  'q.body-now':
    'Right now: {who, select, self {are you} other {are they}} hard to wake, having a seizure or chest pain, fighting for breath, or is an overdose possible?',
  'a.body-now.no': 'No, none of these',
  'a.body-now.yes': 'Yes, at least one',

  'q.thoughts':
    'In the past month, {who, select, self {have you} other {have they}} wished to be dead or thought about suicide?',
  'h.thoughts': 'Many people have. Saying so here brings help first, before any other question.',
  'a.thoughts.no': 'No',
  'a.thoughts.wish': 'Wished not to be alive',
  'a.thoughts.thoughts': 'Thought about suicide',
  'a.thoughts.acted': 'Did something, or began to',

  'q.others': '{who, select, self {Are you} other {Are they}} about to hurt someone, or do voices order it?',
  'a.others.no': 'No',
  'a.others.yes': 'Yes',

  'q.mind-now':
    '{who, select, self {Do you} other {Do they}} hear or see things that others do not, or {who, select, self {have you} other {have they}} not slept for days with thoughts racing?',
  'a.mind-now.no': 'No',
  'a.mind-now.yes': 'Yes',

  'q.age': 'How old {who, select, self {are you} other {are they}}?',
  'a.age.under-12': 'Under 12',
  'a.age.12-17': '12 to 17',
  'a.age.18-64': '18 to 64',
  'a.age.65-up': '65 or older',

  'q.about': 'What is this about?',
  'a.about.substance': 'Alcohol or drugs',
  'a.about.mood': 'Mood, worry, panic, trauma or another trouble of the mind',
  'a.about.both': 'Both',

  'q.alcohol': 'How often {who, select, self {do you} other {do they}} drink alcohol?',
  'a.alcohol.none': 'Not in the past month',
  'a.alcohol.some': 'Some days',
  'a.alcohol.most-days': 'Most days, or a lot at once every week',

  'q.alcohol-signs':
    'When a drink wears off, {who, select, self {do you} other {do they}} shake, sweat, feel sick, or see things? Or was there ever a seizure then?',
  'a.alcohol-signs.no': 'No',
  'a.alcohol-signs.yes': 'Yes',

  'q.sedatives':
    'Tranquilizers or sleeping pills, prescribed or not: how often {who, select, self {do you} other {do they}} take them?',
  'h.sedatives': 'Such as Xanax, Valium, Klonopin, Ativan, Ambien.',
  'a.sedatives.none': 'Never, or not in the past month',
  'a.sedatives.some': 'Some days',
  'a.sedatives.daily': 'Every day for about a month or longer',

  'q.sudden-stop':
    '{who, select, self {Do you} other {Do they}} take GHB, phenibut or a high dose of baclofen most days?',
  'a.sudden-stop.no': 'No',
  'a.sudden-stop.yes': 'Yes',

  'q.opioids': 'Opioids that were not taken as prescribed, in the past month?',
  'h.opioids': 'Heroin, fentanyl, pain pills, or pills from the street that may hold fentanyl.',
  'a.opioids.none': 'No',
  'a.opioids.some': 'Some days',
  'a.opioids.daily': 'Every day or nearly',

  'q.overdose': 'An overdose in the past month, from any drug?',
  'a.overdose.no': 'No',
  'a.overdose.yes': 'Yes',

  'q.pregnant': '{who, select, self {Are you} other {Are they}} pregnant, or could that be?',
  'a.pregnant.no': 'No, or does not apply',
  'a.pregnant.yes': 'Yes, or perhaps',

  'q.doctor': 'Is there an illness, an injury or trouble with eating that needs a doctor or nurse?',
  'a.doctor.no': 'No',
  'a.doctor.cared-for': 'Yes, and a doctor looks after it',
  'a.doctor.today': 'Yes, and it needs someone today',

  'q.mood':
    'How much do sadness, worry, panic, anger or bad memories get in the way of {who, select, self {your} other {their}} days?',
  'a.mood.none': 'Not much',
  'a.mood.little': 'A little',
  'a.mood.much': 'A lot: work, school or home suffer',
  'a.mood.hardly': 'Nearly everything has stopped',

  'q.want': 'How {who, select, self {do you} other {do they}} feel about getting help?',
  'a.want.ready': 'Ready',
  'a.want.torn': 'Torn: partly yes, partly no',
  'a.want.no': 'Does not want it now',

  'q.return': 'Without help several times a week, what would happen in the next weeks?',
  'a.return.unlikely': 'It would mostly hold',
  'a.return.likely': 'It would likely come back or get worse',
  'a.return.daily': 'It happens even with help every day',

  'q.tried': 'What was tried in the past three months?',
  'a.tried.nothing': 'Nothing yet',
  'a.tried.weekly': 'Weekly visits, and they were not enough',
  'a.tried.intensive': 'A program of several days a week, and it was not enough',
  'a.tried.residential': 'Hospital or residential care, coming home now',

  'q.home': 'What is home like?',
  'a.home.supports': 'Somebody there helps',
  'a.home.alone': 'Alone, or nobody is for or against',
  'a.home.against': 'People there drink, use, or make it hard',
  'a.home.unsafe': 'Not safe: somebody hurts or threatens, or there is no home',

  'q.time':
    'Could {who, select, self {you} other {they}} come three days a week, three hours at a time, day or evening?',
  'a.time.yes': 'Yes, with some planning',
  'a.time.part': 'Perhaps, with evenings or by video',
  'a.time.no': 'I do not see how',

  'result.may': 'What may fit: {family}',
  'result.why': 'Why we think so',
  'result.weighs': 'This speaks for it most',
  'result.youSaid': 'You said: {answer}',
  'family.less': 'visits once a week or so',
  'family.iop': 'an intensive outpatient program',
  'family.day': 'a day program',
  'family.residence': 'a supported place to live, with treatment by day',
  'family.residential': 'residential treatment',
  'family.hospital': 'a hospital first',
  'about.less':
    'Talking with a therapist or prescriber once a week may be enough for now. If it does not hold, an intensive program is the next step, and one call arranges it.',
  'about.iop':
    'Groups, a therapist of your own and, where it helps, medicine: three to five days a week for about three hours, living at home. This is what we do here.',
  'about.day':
    'Treatment most of the day, about five days a week, living at home. We help you find one, and keep a way back to us for afterwards.',
  'about.residence':
    'A safe, sober place to live and treatment during the day. We help to find the place; the treatment may be with us.',
  'about.residential':
    'Living where treatment is, for some weeks. We help you find it, and keep a way back to us for afterwards.',
  'about.hospital': 'A hospital comes first. We help you find the way, and the way back.',
  residenceBeside: 'A sober or safe residence at night, beside the program by day, is worth asking about.',

  'r.return.unlikely': 'Things mostly hold between visits.',
  'r.return.likely': 'It likely comes back without help several times a week.',
  'r.return.daily': 'It happens even with daily help: more than some hours of it may be needed.',
  'r.mood.none': 'Mood and worry do not stand in the way.',
  'r.mood.little': 'Mood or worry get in the way a little.',
  'r.mood.much': 'Mood or worry get in the way of daily life.',
  'r.mood.hardly': 'Mood or worry have stopped most of daily life.',
  'r.home.supports': 'Home helps.',
  'r.home.alone': 'Home neither helps nor harms.',
  'r.home.against': 'Home makes it harder, so support must come from outside, more often.',
  'r.home.unsafe': 'Home is not safe, and treatment does not hold from an unsafe place.',
  'r.want.ready': 'There is readiness to begin.',
  'r.want.torn': 'There is doubt: meeting often helps more than meeting seldom.',
  'r.want.no': 'Help is not wanted now: a first talk can begin without any promise.',
  'r.doctor.no': 'No illness needs a doctor first.',
  'r.doctor.cared-for': 'An illness is there, and looked after.',
  'r.opioids.daily': 'Opioids are used daily: medicine belongs to the beginning.',
  'r.tried.nothing': 'Nothing was tried in the past months.',
  'r.tried.weekly': 'Weekly visits were not enough.',
  'r.tried.intensive': 'A program of several days a week was not enough.',
  'r.tried.residential': 'Coming home from residential or hospital care: the weeks after are held by a program.',
  'r.time.yes': 'There is time for three days a week.',
  'r.time.part': 'Time is short: evenings or video may make it possible.',
  'r.time.no': 'Time seems impossible: ask us, evenings and childcare can change that.',

  notes: 'Good to know',
  'n.opioid-medicine':
    'With daily opioids, medicine such as buprenorphine or methadone can begin the same day and lowers the risk of death. Ask for it today.',
  'n.naloxone': 'Keep naloxone at hand. Pharmacies give it without a prescription.',
  'n.sedatives': 'Do not mix tranquilizers or sleeping pills with alcohol or opioids.',
  'n.unsafe-home':
    'If somebody hurts or threatens you: National Domestic Violence Hotline, 1-800-799-7233, day and night.',
  'n.no-time': 'Evening groups and video are real options. A call finds out what your week allows.',
  'n.not-ready': 'Nobody has to be sure. A first talk costs nothing and binds nobody.',

  'young.title': 'For a child under 12',
  'young.words':
    'Our programs begin at 12 years. Please call the child’s doctor, or 988 for a crisis at any hour. We gladly help you find the right place: call us.',

  'danger.emergency': 'This needs help right now',
  'danger.emergency.do': 'Call 911. If it may be an overdose, give naloxone if you have it, and stay until help comes.',
  'danger.suicide': 'You are not alone with this',
  'danger.suicide.do':
    'Call or text 988 now: somebody listens at any hour. Do not stay alone, and put distance to pills and weapons. If life is in danger, call 911.',
  'danger.others': 'Stop here, and call now',
  'danger.others.do':
    'Call 988 for a crisis, or 911 if somebody is in danger. Go to another room or outside, away from weapons.',
  'danger.mind': 'This needs somebody today',
  'danger.mind.do': 'Call 988, or go to an emergency room today. It can be treated, and waiting makes it harder.',
  'danger.withdrawal': 'Do not stop alone',
  'danger.withdrawal.do':
    'Stopping suddenly can cause seizures and can kill. See a doctor or an emergency room today, before cutting down. With shaking, fever, confusion or a seizure: call 911. Afterwards there is a place here.',
  'danger.overdose': 'After an overdose, the next days are the most dangerous',
  'danger.overdose.do':
    'See a doctor today: medicine can begin at once. Keep naloxone at hand and do not use alone: Never Use Alone, 1-877-696-1996. With slow breath or blue lips: call 911.',
  'danger.pregnancy': 'Two lives: a doctor today',
  'danger.pregnancy.do':
    'Do not stop alcohol, pills or opioids suddenly while pregnant. Call your maternity clinic or an emergency room today and say what is taken. Treatment in pregnancy is safe and is not punished by those who treat you.',
  'danger.medical': 'A doctor first',
  'danger.medical.do':
    'See a doctor, an urgent care or an emergency room today. Then come back to us: the way stays open.',
  'danger.after': 'We can help you find the right place, and keep a way back to us.',
  'danger.callUs': 'Call us: {phone}',

  'hand.title': 'Shall we call you?',
  'hand.intro':
    'If you like, we keep these answers and somebody from admissions calls you. It costs nothing and binds you to nothing.',
  'hand.name': 'What may we call you?',
  'hand.nameHint': 'A first name is enough.',
  'hand.phone': 'Telephone',
  'hand.email': 'Email',
  'hand.one': 'One of the two is enough.',
  'hand.leave': 'If nobody picks up, may we leave a message?',
  'hand.yes': 'Yes',
  'hand.no': 'No',
  'hand.agree':
    'I agree that {clinic} keeps these answers and my contact, and uses them only to call me about care. I can ask to have them set aside at any time.',
  'hand.send': 'Send to admissions',
  'hand.nameMissing': 'Write a name to ask for.',
  'hand.agreeMissing': 'Tick the sentence, or leave the page: without it we keep nothing.',
  'hand.phoneWrong': 'This does not look like a telephone number. Write it with its area code.',
  'hand.emailWrong': 'This does not look like an email address.',
  'hand.reachMissing': 'Give a telephone number or an email address.',
  'hand.nobody': 'We cannot take this here right now. Please telephone us.',
  'hand.machine': 'This could not be sent. Please try once more, or telephone us.',
  'hand.wrong': 'Please look at these again',
  'hand.done': 'Thank you. We will reach out',
  'hand.doneWords': 'Somebody from admissions has this now and calls you by {when}.',
  'way.call': 'Or book a free call at a time that suits you',
  'way.groups': 'See groups and open seats',
  optional: '(optional)',
} as const
