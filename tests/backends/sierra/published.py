"""The loans in the example on Sierra's published page about the Checkout object, with their items and titles."""

import json
from datetime import date
from typing import Any

from tests.backends.sierra.desk import Answer

# In the published example, the comma before recallDate is missing. Here it is added.
CHECKOUTS: dict[str, Any] = json.loads("""
{ "total": 2, "entries": [
  { "id": "https://example-library.iii.com/iii/sierra-api/v6/ patrons/checkouts/4519234",
    "patron": "https://example-library.iii.com/iii/sierra-api/v6/ patrons/1042514",
    "item": "https://example-library.iii.com/iii/sierra-api/v6/ items/1000012", "barcode": "30800022790361",
    "dueDate": "2015-05-01", "callNumber": "|aPG3476.B425|bZ513", "numberOfRenewals": 0,
    "outDate": "2015-04-14T18:12:57Z", "recallDate": "2015-04-28T20:10:44Z" },
  { "id": "https://example-library.iii.com/iii/sierra-api/v6/ patrons/checkouts/4519235",
    "patron": "https://example-library.iii.com/iii/sierra-api/v6/ patrons/1042514",
    "item": "https://example-library.iii.com/iii/sierra-api/v6/ items/1000004", "barcode": "30800005315459",
    "dueDate": "2015-05-01", "callNumber": "|aHX157|b.H8", "numberOfRenewals": 0,
    "outDate": "2015-04-28T20:10:58Z" } ] }""")
ITS_DAY = date(2015, 4, 30)
"""The day before both loans are due. On this day, the library already wants one of them back."""
RENEWALS = 2
"""Sierra's published page gives this number as the example for the field numberOfRenewals."""
ITEMS: Answer = (200, {"entries": [{"id": "1000012", "bibIds": ["2000012"]}, {"id": "1000004", "bibIds": [2000004]}]})
BIBS: Answer = (
    200,
    {"entries": [{"id": "2000004", "title": "The complete woodworker."}, {"id": 2000012, "title": "Eugene Onegin /"}]},
)
