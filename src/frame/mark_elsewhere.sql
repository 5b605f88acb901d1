update {{candidate}} set elsewhere = e.other_county
from {{elsewhere}} e
where {{same_key}}
