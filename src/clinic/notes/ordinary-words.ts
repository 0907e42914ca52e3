/**
 * Names that are ordinary English words too. Written small they are taken for the word; with a capital in the middle of a
 * sentence, for the name. Made from lists of given and family names held against an English dictionary, then weeded: a
 * word that in a clinical note is a name far more often than itself (john, peter, sheila) was taken out, so that it is
 * caught however it is typed; drinks, drugs and words of the work (brandy, crystal, serenity, power) were put in.
 */
const names = `
ab abate abbe abbey abbot ace ad ado adore agape age aid aim albino all alley ally alone alp alpha am amaryllis
amber amble amen amid amine amity among amour an anal angel angelica anise ant ante any april aquiline arcade arch
are arena arenas aria arias arroyo art artist arty as ascension ash ashes astride at atlas august aura aurora
autumn ave aw ax ayah azalea baa babel baby bade bail bailey baker balboa bald bale ball ban bang bank banks
baptist bar barber bard bark barker barman barn barney baron barons barre barrios barrow barrows bars base basil
bass basso bat bates battle bay be beach beam bean bear beard beat beau beck bee beech beer bell belle bend bender
bent beret berg berk berry beryl best better bevvy biddy bilge bill bin bins birch bird birdie bishop black blade
blanch blank blaze blazer bless blessing bliss blithe block bloom blue bock bode bogey bologna bolt bond bone
bongo bonito bonnet bonny book books boon boot booth border borer born bossy bourgeois bow bowl bowman box boy
brace brain bran branch brand brander brandy brave bravo bread breeze brew brewer brick bride bridges brier brig
bright brink briny brook brown brownie brunet buck bud buddy bull bullock bun bunker bunny burg burger burl burn
burns burr bush buss buster butch butler butt butter by caballero cable cad cage cal caldera calypso cam camel
camellia campanile campus can cancer candle candy caner cannon canon cantor caprice car carbon card cards care
carmine carnation carny carp carpenter carrion carry cart carver case cash castle castor catholic cave ceca cedar
cello central cerise chain chambers champion chance chandler change chariot charity charm chase chastity cherish
cherry chic chick chief child childs china chip chis choice chow christ christen christian christmas church
cinnamon circle city clay clean clever cliff clock close cloud clover co coach coal cob coffee coin coke cola cold
collar colt comfort con conception concord constable constancy constant cont cook cookie coop cope copper coral
cord cork corn cornea corny corona corral corrie cos cotton count courage court cousin coward cox coy craft craggy
crane crater craven creed creek crews crisp crook crooks cross crow crown cruise crush crystal cull curb curl
curry curt curtain cutter dado daffy dag dahlia daily daisy dam dame dance dang dare dark darling darn dash dates
daub davenport dawn day dean dear death deb december deck deer dell delta den deny derby derrick desiderata desire
destiny dew dial diamante diamond dies dieter dill dilly dime dirk divine do dock doctor dodo doe dole doll dollar
don dong dory dot dotty dove dower downs drake dream drew dries drinkwater dry dud duff duke dune dung dust dusty
dyer ea eagle early earnest ease east easter easy ebony ecstasy edge elide else ember emerald emery ends england
english era ester ethyl eve even ever every eye fair fairy faith faithful fall falter fan fancy far fares farina
farm farmer farrow fast father faun favor fawn fax fear feather february fedora fee felicity feline feller fellow
fem fender fern ferry fey fidelity field fielding fields fighter filbert fin finch fine fink fire first fish flag
flak flame flash fleet flint flip flood floor flora florin flossy flower flowers fly folk follow fool foot force
ford foreman forest forester forget forte forth fortune foster found fountain fourth fox frame franc frank free
freedman freeman freeze french fresh friday friend friendly frost fry full fuller funk gable gad gain gal gala
gale gamble game gantry gap gar garden gardener garland garner garnet garret garrison gates gather gay geese
gelling gem gene general genesis gentile gentle gentry giant gibbon gift gill ginger girl glad glass glory glow go
god gold golden goober good goodness goodwill gore gospel governor grace gram grams gran grange granny grant grass
graves gray great green grief griffin grimes gross grosser ground grove grow guard guest guide gun gunnel gunner
guru gussy gust gusty gut guy gypsy ha habit hack had hai hale hall hallmark ham hammer hand handy hang happy hard
hardy hare harmony harms harp harry hart harvest has hasty haven hawk hawks hay hays haze hazel hazes he head heal
health heart heat heath heaven heavy heck hedge heist helm herb hero herring hew hi hicks hide high hill hills
hilly hind ho hobby hogan hold holder holiday hollow holt home honest honey honor hood hooker hoover hope hopper
hora horn horse host hour house huff hug hull human hung hunt hunter hurt husband hyacinth ice idea if in indigo
innocent ion iris iron is island it itch ivory ivy jade jail january jar jasmine jazz jet jewel job jobs jolly journey
joy joyful judge judges july jump june junior juniper junker just justice kale karma kc keeling keen keep keeper
keno key kick kin kind kindness kindred king kipper kiss kit kitchen kitty kluge knight knoll knot kola la lab
lace lack lacy lady lake lama lamb lamp lance land lane lark last later laugh laurel lava law laws lax lay lea
leach lead leader leaf leaks lean left lefty lent lesson letter level levy lg liberty lie lieder lief lien life
light lightning lily limbo linden line ling link linnet lion lira little lively living llamas lo loan lobar lock
lodge logins lolly lone long lord lore lot love loving low loyal lubbers luck lucky lunch lung lux lynch lyric ma
mac mace mach madden madrigal mads mag magi magic magnolia magnum maharani mai maiden mailer main major maker male
mama man mandala manga manna mantle maple mar marble march mare mares margarita marigold marine mark marks marl
marlin marquis marquise marry marsh marshal mart marten martial martini marvel mas mass master masters match mate
mats maverick max maxi maxim maxima may mayo mayor mead meadows means mecca meek mellow melody memory men menu
mercer mercury mercy merit merrily merry mesa messer messy meta mete mi mic mickey mil mild mile miles mill miller
mills min mind mine miner mink minor mint miracle mirror miss mission mister misty mix mo mobile modest modesty
molly mommy monday money monk month moody moon moor moore moors moos more morning moss mother motley mount
mountain mouse mu muffin munch music my myrtle nadir nail naked name nanny nap nappy natal natty naval near neat
need neighbor nest nettle never new newcomer nice night nil nine no noble nobody none noon normal north nova novel
novella november numbers nurse oak oaks oats ocean octave october ode odyssey of off ok old olive on one onion
onyx opal open or oral orange order our out outlaw ova over owl own pa pace paddy pagan page pail pain painter
pair palisades pall palm palmer pamper pan pang pansy pao pap papa paper pardon parent parfait park parks parsons
passion past pat pate path patience patient patty pave paw peace peach pearl peck peel peer peg pei pen pence
penny pepper per perfect pet petty pfennig phat phoenix piazza pica piccolo pick pie pier pierce piggy pike
pilgrim pillow pin pine pink pinkie piper pippin pit pl plain plank plant play player pleasant plenty plum plume
poem poet point pole pollard pollen polo pomp pond pooh pool poor pop pope popper poppy port porter portion poser
post potter pound pour powder power powers praise pray preacher precious present press pretty prey price pride
prime prince princess print prior proctor profit promise proper prophets prosper proud prudence prune psalms puck
puff pun punch pure purple python quarto queen queens quick quiet quill quin quint rabbi race rad raffles rage
rain rainbow ram ramp rand ranger rank ransom rao rapid rather raven raw ray re read reader reason reckless record
red redeemer reed reef reg reign rein rem requiem rest revelation revere reward rice rich rick riddle ride ridge
riff right rim ring ringer rink rip rise riv river rivers roach roan robe rock rocket rocky rod roll romaine roman
roof room root rope rose rosemary rosette rosy rota round roux rove rover row royal rubble ruby ruddy rule rune
rush rusty rut sabbath sack saffron sage said sail saint salami sale salmon salt salvo samba sand sander sands
sandy sang sapphire sarge saturday savage savanna save savior saw sax say scan scarf scarlet school scout
scripture sea seal sears season seat see self seller sellers sen senior senna sense september serene serenity
sergeant serine server set seven sever sexton shad shade shadow shaker shark sharp she shear sheep sheet shell
shelter shepherd sherry shields shine ship shiv shoe shore short show sick side sierras sign silence silk silver
simple sin sincere sing singer singleton sinner sir sissy sister sit six skinner skip skipped skipper sky slam
slate sleep slick slow sly small smart smile smith smoke snake snow so sober soda soft sol soldier sole son song
sore soul sound south sow space spade spank spare spark sparks sparrow speaker spears speed spell spice spies
spike spinner spirit splinter split spoon sport spring sprint spruce square squire staff stage stand staples star
stark start state station stay steel steep step stern stetson steward still stinky stock stone storm stormy story
stout straight strand strange stream street strength strike string strong style such sue sugar sully summer
summers sun sunday sung sunny sunshine superior support sure swain swan sweat sweet swift swim sword tab tabby
table tabor taffy tailor talent tall taller tally talon tam tamer tan tang tanner tansy tar target taught tea
teach teacher teal team tell teller telly temp temper temperance temple tender tent test thankful thatch think
third thorn thorny thread three thrift thunder thursday tiara tide tidy ties tiff tiger til tiler till time times
timid tine tiny titan to today toddy toke toll tome tone tong too tootsie top tor torch tore touch tower town
townie toy trace trail train treasure tree tress trey trident trinity trip tromp trout true trump trust truth tu
tuba tuck tuesday turkey turn tutu twain twin twist two ultimo union unique unity up upright urban urge us use
vale valentine valid valley valor value van vandal vanity velvet vesper vigil villa vine violet virgin virtue
vision vital viva vogue voice wadi wage wain wait waiter wake wale walk walker wall walls wan wane wanner war ward
warden ware warm warmth warren was wash washer watch water waters watt watts wave way we weather weaver web
wednesday weed week weekly weeks weight welcome well wen west whale wheat wheel wheeler whisper whistler whit
white whitehead whole wick wide wife wild wilder will willow wilt wilts win wind window windy wing winkle winter
winters wisdom wise wish wit witting witty wold wolf woman wonder wonderful wood woodman woods woody work worker
workman world worms worry worth worthy wren wright writer yahoo yank yard yarn yaw ye year yellow yes yet yi yield
yin yip yoga you young youth yuan yule zeal zen zephyr
`

export const ordinaryWords: ReadonlySet<string> = new Set(names.trim().split(/\s+/))

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Words so common that even at the start of a sentence, or before 'said', they are never a name by themselves. */
export const functionWords = set(`
  a all am an and any are as at be but by can could did do does for from had has have he her here him his how i if in is
  it its just let more most must my new no none nor not now of off ok on one or our out over said see she should so some
  such than that the their them then there they this those to too two up us use was we were what when where who why
  with would yes yet you your`)

/** Months that are names. After 'in' or before a number they are the month. */
export const months = set('april august january june july may march summer autumn winter')
export const monthBefore = set(
  'all in since until till during early late mid last next this through by from of every each first end before after',
)

/** After these a name follows: whatever the word, it is one. */
export const titles = set('mr mrs ms miss mx dr prof')

/** After one of these stands a thing, not a person: 'the mark', 'his will'. */
export const determiners = set('the a an this these those my your his her its our their some any each every no one')

/** What only people do: after a word written small, it makes the word a name. */
export const saying = set(`
  said says told asked cried laughed spoke mentioned disclosed admitted apologized apologised relapsed relapses agreed
  stated denied replied explained thinks wants`)

/** What people do, and things seldom: after a word that begins a sentence, or after initials. */
export const acting = set(`
  said says told tells asked asks shared shares reported reports cried cries laughed laughs spoke speaks talked talks
  mentioned mentions described describes disclosed discloses admitted admits apologized apologised arrived arrives joined
  joins participated participates felt feels wanted wants thought thinks believed believes explained explains agreed
  agrees disagreed disagrees relapsed relapses responded responds replied replies volunteered stated states denied denies
  endorsed endorses expressed expresses seemed seems appeared struggled struggles sat walked listened hugged thanked came
  went left brought practiced practised read rated wrote drew listed named chose chaired led nodded smiled`)

/** Whose these are, is a person: 'will's mother'. */
export const owned = set(`
  mother father mom dad parents parent brother sister son daughter husband wife partner boyfriend girlfriend ex spouse
  children kids family sponsor roommate boss friend job relapse story share sobriety recovery anger grief trauma slip use
  goal goals cravings craving disclosure birthday feedback anxiety depression`)

/** After a word that begins a sentence: these make it the ordinary word, 'Will you', 'Hope of', 'Art therapy'. */
export const ordinaryAfter = set(`
  i you he she it we they me us him them this that these those the a an my your his her its our their all any each every
  no some one of for in on at to with from about as by into over without through not be have or but than out up down
  therapy therapies work works project projects supplies making materials activity activities exercise exercises group
  groups box list letter journal garden bud thorn prayer plans plan break schedule holiday holidays camp program period
  power house home communities community skills meeting meetings dust meth methamphetamine pills powder`)

/** Feelings and themes: 'Hope, faith and trust were named'. */
export const themes = set(`
  acceptance anger bud compassion connection courage faith fear forgiveness gratitude grief guilt healing help honesty hope
  joy kindness love loss mercy patience peace recovery sadness serenity shame strength thorn trust will wisdom`)

/** 'Angel and his wife', 'Will and others': who is named beside these is a person. */
export const company = set('his her their another others one two three four a the peers members')

/** 'Hope is the …', 'Hope was explored': said of a thing. */
export const being = set('is was are were remains became can may will did does had has')
export const thingAfterBeing = set(`
  a an the what one our that why how something discussed explored identified defined introduced named reviewed key
  central important possible about offered chosen used practiced practised described presented emphasized emphasised`)

/** Written with a capital after the word, they make it the name of a thing: 'Hope House', 'Serenity Prayer'. */
export const thingAfter = set(`
  therapy group groups prayer house home center centre program step steps day days month week street road avenue county
  hospital clinic church school college university plan act park foundation project society ministries recovery`)
export const thingBefore = set('higher big saint st mount lake fort port north south east west new')

/** Two or three capitals that mean something else in a note; as initials they need a person's verb after them. */
export const acronyms = set(`
  aa na ca ma ga oa sa da ea si hi ua bp hr er ed pt ot iv im po md do pa np rn dv tv ok id am pm us uk eu dc ac dj pe pr
  al ak az ar co ct de fl il in ia ks ky la me mi mn ms mo mt ne nv nh nj nm ny nc nd oh or ri sc sd tn tx ut vt va wa wv
  wi wy rp cm so mh sw dx hx rx sx op ip ft hw bf gf cbt dbt act iop php sud oud aud mat thc cbd lsd pcp ghb gad mdd ocd
  bpd dui dwi hiv hcv std dsm met tip prn bid uds udt tsf ave phq csw lpc cps er dr mr jr sr phd dob er qd tid cps va ssi
  ssd pcl snri maoi tms ect emt cna lpn ems add psa faq eap fmla hmo ppo cdc fda dea nih who usa gps pdf app web`)

/** With points between, only these are something else. */
export const dottedAcronyms = set('aa na us uk am pm md dc usa pa')
