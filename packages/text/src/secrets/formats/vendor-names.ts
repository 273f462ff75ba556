/** Names of services that issue keys without a prefix, as they stand in names of variables. None is a word of English. */
export const VENDOR_NAMES: readonly string[] = (
  'abuseipdb abyssale accuweather activecampaign adafruit adzuna aeroworkflow airbrake airtable airvisual aiven alegra aletheia algolia ' +
  'alienvault allsports amadeus amplitude anypoint apiflash apifonica apilayer apimatic apitemplate appcues appdynamics appoptics appsflyer appsynergy ' +
  'apptivo artsy asana assemblyai atera auth0 autodesk autoklose avazapersonal axonaut aylien azuredevops bannerbear baremetrics beebole ' +
  'besttime billomat bitbar bitbucket bitcoinaverage bitfinex bitly bitmex bittrex blablabus blazemeter blitapp blockchair blocknative bombbomb boostnote ' +
  'borgbase brandfetch browserstack browshot bugherd bugsnag buildkite buttercms caflou calendarific calendly calorieninja campayn cannyio capsulecrm ' +
  'captaindata carboninterface cashboard caspio censys centralstationcrm cexio chartmogul chatfuel checio checkmarx checklyhq checkvist circleci ' +
  'clarifai clearbit clickhelp clicksend clickup clientary clinchpad clockify closecrm cloudconvert cloudelements cloudflare cloudimage cloudinary ' +
  'cloudmersive cloudsight cloudsmith cloverly cloze clustdoc coda codacy codecov codeclimate codemagic codequiry coinapi coinbase coingecko coinlayer coinlib ' +
  'coinmarketcap commercejs companyhub confluent contentful convertkit coveralls crowdin cryptocompare currencycloud currencyfreaks currencylayer ' +
  'currencyscoop currentsapi customerguru customerio d7network dailyco dareboost databox datadog datagov deepai deepgram deepseek demio ' +
  'detectify detectlanguage dfuse diffbot diggernaut digitalocean discord discourse disqus dnscheck docparser documo docusign doppler dotdigital dovico ' +
  'dronahq droneci dropbox dwolla dynalist dynatrace easyinsight ecostruxureit edamam edenai eightxeight elasticemail enablex endorlabs ethplorer ' +
  'etherscan etsy eventbrite everhour exchangerate exportsdk extractorapi facebook faceplusplus fastforex fastly feedier fetchrss fibery figma fileio finage financialmodelingprep ' +
  'finicity finnhub fixerio flatio fleetbase flickr flightapi flightlabs flightstats floatapp flowflu flutterwave fmfw formbucket formcraft formio formsite foursquare ' +
  'frameio freshbooks freshdesk freshservice fullstory fxmarket geoapify geocodify geocodio geoipifi getemail getemails getgeoapi getgist getresponse ' +
  'getsandbox github gitlab gitter glassnode gocanvas gocardless goodday grafana graphcms graphhopper groovehq gtmetrix gumroad gyazo happyscribe ' +
  'hellosign helpcrunch helpscout hereapi heroku hivestack holidayapi honeycomb hubspot huggingface hunterio hybiscus hypertrack iconfinder iexapis ' +
  'iexcloud imagekit imagga infura insightly instabot instamojo instatus intercom intrinio invoiceocean ipapi ipgeolocation ipinfo ipinfodb ' +
  'ipquality ipstack jotform jumpcloud juro jfrog artifactory kanbantool karmacrm keenio kickbox klaviyo klipfolio kontent kucoin kylas languagelayer larksuite ' +
  'launchdarkly leadfeeder leankit lemlist lendflow lessannoyingcrm lexigram linemessaging linenotify linkedin linkpreview liveagent livestorm loadmill locationiq ' +
  'loggly loginradius logzio lokalise looker loyverse lunchmoney macaddress madkudu magicbell mailboxlayer mailchimp mailerlite mailgun mailjet mailmodo mailsac mandrill ' +
  'mapbox mapquest marketstack mattermost mavenlink maxmind mediastack meistertask meraki mesibo messagebird metabase metrilo microcms mindmeister ' +
  'mixcloud mixmax mixpanel mockaroo monkeylearn moonclerk moonclerck moosend moralis mrticktock myexperiment myfreshworks myintervals ' +
  'nethunt netcore netlify neutrinoapi newrelic newsapi newscatcher nexmo nftport nicereply noticeable nozbe numverify nutritionix nylas nytimes oanda okta omnisend ' +
  'onedesk onelogin onepagecrm onesignal onfleet oopspam opencagedata opengraphr openuv openweather optimizely overloop owlbot packagecloud pagerduty pandadoc pandascore ' +
  'paperform paralleldots parsehub parseur partnerstack passbase pastebin paydirtapp paymo paypal paystack pdflayer pdfshift pepipost percy photoroom phyllo pinata ' +
  'pinecone pipedream pipedrive pivotaltracker pixabay plaid planetscale planviewleankit plivo podio pollsapi poloniex positionstack postageapp posthog postmark ' +
  'powrbot privateai prodpad prospectcrm protocolsio proxycrawl pubnub pulumi purestake pushbullet pusher qase qualaroo qubole quickmetrics rapidapi rawg razorpay ' +
  'realnex rebrandly rechargepayments redhat rentman repairshopr restpack restpackhtml restpackscreenshot revampcrm ringcentral ritekit rocketreach rollbar route4me ' +
  'rownd rubygems runrunit salescookie salesflare salesforce salesmate satismeter saucelabs scalewaykey scalr scrapeowl scraperapi scraperbox scrapestack scrapfly scrapingant scrapingbee ' +
  'screenshotapi screenshotlayer securitytrails sellfy sendbird sendgrid sendinblue sendowl sentry serphouse serpstack sheety sherpadesk shipday shippo shodan ' +
  'shopify shotstack shutterstock sigopt signable signalwire signaturit signupgenius simfin simplesat simplynoted simvoly sinch sirv siteleaf skrappio skybiometry slack ' +
  'smartsheets smartystreets smooch snipcart snyk sonarcloud sonarqube sourcegraph sparkpost splunk spoonacular sportradar sportsmonk spotify squareup squarespace sslmate stackhawk statuscake statuspage ' +
  'statuspal stitchdata stockdata stormboard stormglass storyblok storychief strava stripe sugester sumologic supabase supernotes surveyanyplace surveybot surveysparrow survicate ' +
  'swiftype tableau tallyfy tatumio taxjar teamgate teamworkcrm teamworkdesk technicalanalysisapi tefter telegram teletype telnyx telesign textmagic theoddsapi thinkific thousandeyes ' +
  'ticketmaster tiingo timecamp timezoneapi tmetric todoist toggl tomorrowio tomtom tradier transferwise travelpayouts travisci trello twelvedata twilio twitch twitter tyntec ' +
  'typeform typetalk ubidots uclassify unifyid unplugg unplu unsplash upcdatabase uplead uploadcare uptimerobot upwave urlscan userflow userstack vatlayer vbout vercel verimail veriphone ' +
  'versioneye viewneo virustotal visualcrossing voiceflow voicegain voodoosms vouchery vpnapi vultr vyte walkscore weatherbit weatherstack webex webflow webscraper webscraping websitepulse ' +
  'whoxy wistia worksnaps workstack worldcoinindex worldweather wrike xero yandex yelp younneedabudget youtube zapier zendesk zenkitapi zenscrape zenserp zeplin zerobounce zerotier ' +
  'zipbooks zipcodeapi zipcodebase zoho zoom zonkafeedback zulip'
).split(' ')
