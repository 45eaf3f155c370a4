"""The answers in the examples on OverDrive's published page about check-outs."""

import json
from typing import Any

CHECKOUTS: dict[str, Any] = json.loads("""
{
 "totalItems": 2,
 "totalCheckouts": 2,
 "checkouts": [
  {
   "reserveId": "2EEC1B6A-9C0A-4FFF-BAAB-60B3B1019E6A",
   "crossRefId": 19532,
   "expires": "2021-08-27T14:41:20Z",
   "isFormatLockedIn": false,
   "links": {
    "self": {
     "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/2EEC1B6A-9C0A-4FFF-BAAB-60B3B1019E6A",
     "type": "application/vnd.overdrive.circulation.api+json"
    },
    "metadata": {
     "href": "https://api.overdrive.com/v1/collections/v1P2BvyQAAAImAAA1U/products/2EEC1B6A-9C0A-4FFF-BAAB-60B3B1019E6A/metadata",
     "type": "application/vnd.overdrive.api+json"
    },
    "downloadRedirect": {
     "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/2EEC1B6A-9C0A-4FFF-BAAB-60B3B1019E6A/formats/downloadRedirect",
     "type": "application/vnd.overdrive.circulation.api+json"
    }
   },
   "actions": {
    "earlyReturn": {
     "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/2EEC1B6A-9C0A-4FFF-BAAB-60B3B1019E6A",
     "method": "delete"
    }
   },
   "checkoutDate": "2021-08-13T14:41:20Z"
  },
  {
   "reserveId": "E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1",
   "crossRefId": 230,
   "expires": "2021-08-24T18:43:57Z",
   "isFormatLockedIn": false,
   "links": {
    "self": {
     "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1",
     "type": "application/vnd.overdrive.circulation.api+json"
    },
    "metadata": {
     "href": "https://api.overdrive.com/v1/collections/v1P2BvyQAAAImAAA1U/products/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1/metadata",
     "type": "application/vnd.overdrive.api+json"
    },
    "downloadRedirect": {
     "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1/formats/downloadRedirect",
     "type": "application/vnd.overdrive.circulation.api+json"
    }
   },
   "actions": {
    "earlyReturn": {
     "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1",
     "method": "delete"
    }
   },
   "checkoutDate": "2021-08-10T18:43:57Z"
  }
 ],
 "links": {
  "self": {
   "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts",
   "type": "application/vnd.overdrive.circulation.api+json"
  }
 }
}
""")
MADE: dict[str, Any] = json.loads("""
{
 "reserveId": "E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1",
 "crossRefId": 230,
 "expires": "2021-08-24T18:43:57Z",
 "isFormatLockedIn": false,
 "links": {
  "self": {
   "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1",
   "type": "application/vnd.overdrive.circulation.api+json"
  },
  "metadata": {
   "href": "https://api.overdrive.com/v1/collections/v1P2BvyQAAAImAAA1U/products/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1/metadata",
   "type": "application/vnd.overdrive.api+json"
  },
  "downloadRedirect": {
   "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1/formats/downloadRedirect",
   "type": "application/vnd.overdrive.circulation.api+json"
  }
 },
 "actions": {
  "earlyReturn": {
   "href": "https://patron.api.overdrive.com/v1/patrons/me/checkouts/E96BA937-CB3E-4B8F-B2E7-51A8B43C10D1",
   "method": "delete"
  }
 },
 "checkoutDate": "2021-08-10T18:43:57Z"
}
""")
KINDLE_NO: dict[str, Any] = json.loads("""
{
 "errorCode": "CannotEarlyReturnWhenFulfilledOnKindle",
 "message": "This loan was sent to Kindle so it must be returned via Amazon.",
 "token": "a3df449f-3cec-41b0-9d8c-a24f0491bbd1"
}
""")
LOCATION = (
    "https://site.overdrive.com/fulfillment/229991A9-E9E0-42D3-A106-2F016941CD69"
    "?code=2fb88da1ab0a872c0d5affb7afc09bb1b34b6d932cd5a067e443d7a36380ed96&client=client"
)
"""The address in the published example of a redirect. The names of the site and of the client are made up."""
