"""Languages by their codes (ISO 639, https://www.loc.gov/standards/iso639-2/php/code_list.php), and by what people write."""

import re

TAG = re.compile(r"(?P<code>[a-z]{2,3})(?:[-_][a-z0-9]{1,8})*(?:\.utf-?8)?", re.IGNORECASE)  # zh-Hant, pt_BR, en_US.UTF-8
WRITTEN = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu aar abk ace ach ada ady afa afh
    afr ain aka akk alb ale alg alt amh ang anp apa ara arb arc arg arm arn arp art arw asm ast ath aus ava ave awa aym
    aze bad bai bak bal bam ban baq bar bas bat bej bel bem ben ber bho bih bik bin bis bla bnt bod bos bra bre btk bua
    bug bul bur byn cad cai car cat cau cdo ceb cel ces cha chb che chg chi chk chm chn cho chp chr chu chv chy ckb cmc
    cmn cnr cop cor cos cpe cpf cpp cre crh crp csb cus cym cze dak dan dar day del den deu dgr din div doi dra dsb dua
    dum dut dyu dzo efi egy eka ekk ell elx eng enm epo est eus ewe ewo fan fao fas fat fij fil fin fiu fon fra fre frm
    fro frr frs fry ful fur gaa gan gay gba gem geo ger gez gil gla gle glg glv gmh goh gon gor got grb grc gre grn gsw
    guj gwi hai hak hat hau haw heb her hif hil him hin hit hmn hmo hrv hsb hsn hun hup hye iba ibo ice ido iii ijo iku
    ile ilo ina inc ind ine inh ipk ira iro isl ita jav jbo jpn jpr jrb kaa kab kac kal kam kan kar kas kat kau kaw kaz
    kbd kha khi khm kho kik kin kir kmb kmr kok kom kon kor kos kpe krc krl kro kru kua kum kur kut lad lah lam lao lat
    lav lez lij lim lin lit lmo lol loz ltz lua lub lug lui lun luo lus lvs mac mad mag mah mai mak mal man mao map mar
    mas may mdf mdr men mga mic min mis mkd mkh mlg mlt mnc mni mno mnp moh mon mos mri msa mul mun mus mwl mwr mya myn
    myv nah nai nan nap nau nav nbl nde ndo nds nep new nia nic niu nld nno nob nog non nor nqo nso nub nwc nya nym nyn
    nyo nzi oci oji ori orm osa oss ota oto paa pag pal pam pan pap pau pbt peo per pes phi phn pli pms pnb pol pon por
    pra pro prs pus que raj rap rar rmy roa roh rom ron rum run rup rus sad sag sah sai sal sam san sas sat scn sco sdh
    sel sem sga sgn shn sid sin sio sit sla slk slo slv sma sme smi smj smn smo sms sna snd snk sog som son sot spa sqi
    srd srn srp srr ssa ssw suk sun sus sux swa swe syc syr szl tah tai tam tat tel tem ter tet tgk tgl tha tib tig tir
    tiv tkl tlh tli tmh tog ton tpi tsi tsn tso tuk tum tup tur tut tvl twi tyv tzm udm uga uig ukr umb und urd uzb vai
    vec ven vie vol vot wak wal war was wel wen wln wol wuu xal xho yao yap yid yor ypk yue zap zbl zen zgh zha zho znd
    zsm zul zun zxx zza
    """
CODES = frozenset(WRITTEN.split())
NAMED = """
    en english, de german deutsch, fr french français francais, es spanish español espanol castellano,
    it italian italiano, pt portuguese português portugues, nl dutch nederlands, pl polish polski,
    lt lithuanian lietuvių lietuviu, lv latvian latviešu, et estonian eesti, ru russian русский, uk ukrainian українська,
    zh chinese 中文 mandarin, ja japanese 日本語, ko korean 한국어, ar arabic العربية, he hebrew עברית, tr turkish türkçe,
    sv swedish svenska, da danish dansk, no norwegian norsk, fi finnish suomi, cs czech čeština, sk slovak slovenčina,
    hu hungarian magyar, ro romanian română, bg bulgarian български, el greek ελληνικά, hr croatian hrvatski,
    sr serbian српски, sl slovenian slovene slovenščina, hi hindi हिन्दी, th thai ไทย, vi vietnamese, id indonesian,
    ca catalan català, fa persian farsi فارسی
    """
NAMES = {name: code for code, *names in map(str.split, NAMED.split(",")) for name in names}
COUNTRIES = {  # their codes are no codes of languages, and are taken for them
    "at": "de", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "gr": "el", "jp": "ja", "ua": "uk", "us": "en",
}  # fmt: skip


def is_language(text: str) -> bool:
    """Tell whether a text is the code of a language, perhaps with a script or a region."""
    found = TAG.fullmatch(text)
    return bool(found and found["code"].lower() in CODES)


def code_of(text: str) -> str:
    """Return the code of a language that is written by its name, or by its country; nothing where that is not clear."""
    word = text.casefold().partition("(")[0].strip()
    return NAMES.get(word) or COUNTRIES.get(word.replace("_", "-").partition("-")[0], "")
