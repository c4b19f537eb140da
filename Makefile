.PHONY: demo
demo:
	@true
