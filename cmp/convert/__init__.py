"""What is deployed today in the form that Swell renders: native Applications, those of lovely, helmfiles."""
